/**
 * Breaths heard over the telephone: the caller says YA at each, the operator presses a key at each YA. Pure. Only the
 * worse answers follow by themselves; that breathing is regular is said by a person.
 */

import type { Question } from '../../api/protocol';

/** A gap so long between two breaths is abnormal (gate, option `jeda_6_detik`). */
export const GAP_S = 6;

export type Found = 'gap' | 'silent';

/** The gate's options that the two findings stand for. */
export const OPTION_OF: Record<Found, string> = { gap: 'jeda_6_detik', silent: 'tidak_ada_jawaban_10_detik' };

/** Whether breaths are counted for this question: it has answers for a gap and for silence. */
export function isCounted(question: Question): boolean {
  return Object.values(OPTION_OF).every((id) => question.options.some((option) => option.id === id));
}

/**
 * What the breaths so far amount to, or null as long as nothing is wrong.
 * @param breaths_ms when each YA was heard.
 * @param within_s seconds after which no YA at all is an answer.
 */
export function judge(started_ms: number, breaths_ms: readonly number[], now_ms: number, within_s: number): Found | null {
  const [first] = breaths_ms;
  if (first === undefined) return now_ms - started_ms >= within_s * 1000 ? 'silent' : null;
  const ends = [...breaths_ms.slice(1), now_ms];
  return ends.some((end, index) => end - (breaths_ms[index] ?? first) >= GAP_S * 1000) ? 'gap' : null;
}

/** Whole seconds left before silence is the answer. */
export function secondsLeft(started_ms: number, now_ms: number, within_s: number): number {
  return Math.max(0, Math.ceil(within_s - (now_ms - started_ms) / 1000));
}
