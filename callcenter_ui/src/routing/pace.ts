/**
 * Asking again and again without asking too often: one question at a time, a pause between two, and what was wanted in
 * the meantime is asked once.
 */

export class Pace {
  readonly #ask: () => Promise<void>;
  readonly #pause_ms: number;
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked_ms = -Infinity;
  #asking = false;
  #again: 'no' | 'paced' | 'now' = 'no';

  /** @param pause_ms between the begin of two questions */
  constructor(ask: () => Promise<void>, pause_ms: number, now: () => number = Date.now) {
    this.#ask = ask;
    this.#pause_ms = pause_ms;
    this.#now = now;
  }

  /** Something moved: ask when the pause is over. */
  want(): void {
    if (this.#asking) this.#again = this.#again === 'now' ? 'now' : 'paced';
    else this.#timer ??= setTimeout(() => void this.#run(), Math.max(0, this.#asked_ms + this.#pause_ms - this.#now()));
  }

  /** Something is other than before: ask at once. */
  wantNow(): void {
    if (this.#asking) {
      this.#again = 'now';
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = 'no';
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#asking = true;
    this.#asked_ms = this.#now();
    try {
      await this.#ask();
    } finally {
      this.#asking = false;
      const again = this.#again;
      this.#again = 'no';
      if (again === 'now') this.wantNow();
      else if (again === 'paced') this.want();
    }
  }
}
