/**
 * Work that comes one frame after what a person types and reads: the map's data. A key is painted first; the map follows
 * in the next task. What is put twice under one name before then is done once, as it was last.
 */

type Schedule = (run: () => void) => void;

/** Behind the frame that is about to be painted, not in it. */
const behindNextFrame: Schedule = (run) => void requestAnimationFrame(() => setTimeout(run));

export class AfterPaint {
  readonly #waiting = new Map<string, () => void>();
  readonly #schedule: Schedule;
  #scheduled = false;

  constructor(schedule: Schedule = behindNextFrame) {
    this.#schedule = schedule;
  }

  put(name: string, work: () => void): void {
    this.#waiting.set(name, work);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#run());
  }

  /** Nothing that waits is done any more. */
  clear(): void {
    this.#waiting.clear();
  }

  #run(): void {
    this.#scheduled = false;
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const work of due) work();
  }
}
