import type { City, Session } from '../../api/documents';
import type { Board } from '../../live/board';
import { emptyBoard } from '../../live/board';
import { Live } from '../../live/live.svelte';
import { findPsc, type Psc } from '../../session/session.svelte';

/** What a desk that only looks and answers needs: its PSC, the live board, the city. */
export class Desk {
  readonly psc: Psc;
  readonly live: Live;
  city: City | null = $state.raw(null);

  /** @throws Error when the session names no PSC */
  constructor(session: Session) {
    const psc = findPsc(session);
    if (!psc) throw new Error('the session names no PSC');
    this.psc = psc;
    this.live = new Live([psc.stream]);
  }

  get board(): Board {
    return this.live.boards[this.psc.stream] ?? emptyBoard(this.psc.stream);
  }

  get zone(): string {
    return this.city?.zone ?? 'Asia/Jakarta';
  }

  /** Start following; the returned function ends it. */
  start(): () => void {
    this.live.start();
    let gone = false;
    const loadCity = async (): Promise<void> => {
      try {
        this.city = await this.psc.api.city();
      } catch {
        // The board does not wait for the names of places.
        if (!gone) setTimeout(loadCity, 5000);
      }
    };
    void loadCity();
    return () => {
      gone = true;
      this.live.stop();
    };
  }

  facilityName(id: string | null): string {
    return this.city?.facilities.find((facility) => facility.id === id)?.name ?? id ?? '';
  }

  kelurahanName(code: string | null): string {
    return this.city?.kelurahan.find((area) => area.code === code)?.name ?? '';
  }
}
