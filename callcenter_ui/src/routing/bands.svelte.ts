/** How far a unit or a post comes, while somebody points at it: asked late, kept for a minute, let go with the pointer. */

import { Problem, Unreachable } from '../api/client';
import type { Isochrone, RoutingApi } from '../api/routing';
import type { Pointed } from '../map/pointer';

const ASK_AFTER_MS = 180;
const KEPT_MS = 60_000;
const KEPT_ANSWERS = 60;

export interface ShownBands {
  who: Pointed;
  answer: Isochrone;
}

interface Kept {
  at_ms: number;
  answer: Isochrone;
}

export class Bands {
  shown: ShownBands | null = $state.raw(null);
  /** The server has no answer for who is pointed at. */
  failed = $state(false);
  #wanted: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | null = null;
  readonly #kept = new Map<string, Kept>();
  readonly #api: Pick<RoutingApi, 'isochrone'>;
  readonly #now: () => number;

  constructor(api: Pick<RoutingApi, 'isochrone'>, now: () => number = Date.now) {
    this.#api = api;
    this.#now = now;
  }

  /**
   * Somebody points at a unit or a post, by mouse or by focus; null lets go.
   *
   * @param situation where it stands and what is closed: in another situation the answer is another
   */
  point(who: Pointed | null, situation = ''): void {
    const key = who && `${who.kind}:${who.id}:${situation}`;
    if (key === this.#wanted) return;
    this.#letGo();
    this.#wanted = key;
    if (!who || !key) return;
    const kept = this.#kept.get(key);
    if (kept && this.#now() - kept.at_ms < KEPT_MS) this.shown = { who, answer: kept.answer };
    else this.#timer = setTimeout(() => void this.#ask(who, key), ASK_AFTER_MS);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
    this.shown = null;
    this.failed = false;
  }

  async #ask(who: Pointed, key: string): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const answer = await this.#api.isochrone(who, asking.signal);
      this.#keep(key, answer);
      if (this.#wanted === key) this.shown = { who, answer };
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      if (this.#wanted === key) this.failed = true;
    }
  }

  #keep(key: string, answer: Isochrone): void {
    this.#kept.delete(key);
    this.#kept.set(key, { at_ms: this.#now(), answer });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_ANSWERS) break;
      this.#kept.delete(oldest);
    }
  }
}
