/** The compression metronome's arithmetic. Pure: beats follow from when it started, so that a busy screen never drifts. */

/** Two minutes of compressions, after which helpers change over. */
export const CYCLE_S = 120;

export interface Beat {
  /** Compressions given since the start. */
  count: number;
  /** Compressions in this cycle, from 1. */
  inCycle: number;
  /** Cycle, from 1. */
  cycle: number;
  /** Milliseconds until the next beat. */
  next_ms: number;
}

export function beatAt(elapsed_ms: number, bpm: number): Beat {
  const interval_ms = 60_000 / bpm;
  const elapsed = Math.max(0, elapsed_ms);
  const count = Math.floor(elapsed / interval_ms + 1e-9) + 1;
  const perCycle = Math.round((CYCLE_S / 60) * bpm);
  return {
    count,
    inCycle: ((count - 1) % perCycle) + 1,
    cycle: Math.floor((count - 1) / perCycle) + 1,
    next_ms: count * interval_ms - elapsed,
  };
}
