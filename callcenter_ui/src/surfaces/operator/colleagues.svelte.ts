/** Who else is on: asked once a minute, because people come and go without an event. */

import type { Colleague } from '../../api/documents';
import type { PscApi } from '../../api/psc';

const EVERY_MS = 60_000;

export class Colleagues {
  present: readonly Colleague[] = $state.raw([]);
  readonly #api: PscApi;

  constructor(api: PscApi) {
    this.#api = api;
  }

  /** Ask now; while the server is away the last answer stays. */
  async ask(): Promise<void> {
    this.present = await this.#api.colleagues().catch(() => this.present);
  }

  /** Keep asking; returns the way to stop. */
  start(): () => void {
    void this.ask();
    const timer = setInterval(() => void this.ask(), EVERY_MS);
    return () => clearInterval(timer);
  }
}
