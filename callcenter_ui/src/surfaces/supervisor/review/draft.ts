/** A review while it is being filled in. Pure. */

import type { ReviewCriterion, ReviewRow, ScoreFields } from '../../../api/review';

export const CRITERIA: readonly ReviewCriterion[] = [
  'lokasi', 'gate', 'pertanyaan_kunci', 'instruksi', 'disposisi', 'kesantunan',
];

export type Points = 0 | 1 | 2 | null;
/** `points` undefined: not yet judged; null: does not apply. */
export interface Judged {
  points: Points | undefined;
  note: string;
}
export type Draft = Record<ReviewCriterion, Judged>;

export function emptyDraft(): Draft {
  return Object.fromEntries(CRITERIA.map((name) => [name, { points: undefined, note: '' }])) as Draft;
}

/** What still keeps a criterion from being whole: points, or the words that less than full points take. */
export function missingOf({ points, note }: Judged): 'points' | 'note' | null {
  if (points === undefined) return 'points';
  return points !== 2 && note.trim() === '' ? 'note' : null;
}

/** The same rule as the server's: percent of the points that could be had. */
export function totalPercent(draft: Draft): number | null {
  const given = CRITERIA.map((name) => draft[name].points).filter((points): points is 0 | 1 | 2 => typeof points === 'number');
  if (given.length === 0) return null;
  return Math.round((1000 * given.reduce<number>((sum, points) => sum + points, 0)) / (2 * given.length)) / 10;
}

/** The scores as the server takes them, or null while something is missing. */
export function scoresOf(draft: Draft): ScoreFields['scores'] | null {
  if (CRITERIA.some((name) => missingOf(draft[name]) !== null)) return null;
  return Object.fromEntries(
    CRITERIA.map((name) => {
      const { points, note } = draft[name];
      return [name, { points, ...(note.trim() ? { note: note.trim() } : {}) }];
    }),
  ) as ScoreFields['scores'];
}

/** The total one reviewer gave last; undefined where they have not reviewed it. */
export function lastTotalOf(row: ReviewRow, reviewerId: string): number | null | undefined {
  return row.reviews.find(({ reviewer }) => reviewer.id === reviewerId)?.versions.at(-1)?.total_percent;
}

/** What still waits for this reviewer first, then the newest calls. */
export function inOrder(rows: readonly ReviewRow[], reviewerId: string): ReviewRow[] {
  const waits = (row: ReviewRow) => lastTotalOf(row, reviewerId) === undefined;
  return [...rows].sort((a, b) => Number(waits(b)) - Number(waits(a)) || b.taken_at.localeCompare(a.taken_at));
}
