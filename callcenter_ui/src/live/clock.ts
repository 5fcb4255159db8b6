/** Time as the server has it. Screens count ages with this clock, so a wrong office PC does not age a call. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Follows the server by the offset of its last answers; the smallest round trip of recent ones is trusted most. */
export class ServerClock implements Clock {
  #offset_ms = 0;
  #best_round_trip_ms = Infinity;
  readonly #local: () => number;

  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  now(): number {
    return this.#local() + this.#offset_ms;
  }

  /**
   * @param serverTime what the server wrote, ISO 8601
   * @param sentAt_ms local time at which the question left
   */
  observe(serverTime: string, sentAt_ms: number): void {
    const received_ms = this.#local();
    const round_trip_ms = received_ms - sentAt_ms;
    // A slow answer says little about the offset; forget the best one slowly, since clocks drift.
    if (round_trip_ms > this.#best_round_trip_ms * 2 + 50) {
      this.#best_round_trip_ms *= 1.2;
      return;
    }
    this.#best_round_trip_ms = round_trip_ms;
    this.#offset_ms = Date.parse(serverTime) - (sentAt_ms + round_trip_ms / 2);
  }
}
