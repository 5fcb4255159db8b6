import { describe, expect, it } from 'vitest';
import type { ReviewRow } from '../../../api/review';
import { CRITERIA, emptyDraft, inOrder, missingOf, scoresOf, totalPercent, type Draft, type Points } from './draft';

function draft(points: Points, note = ''): Draft {
  return Object.fromEntries(CRITERIA.map((name) => [name, { points, note }])) as Draft;
}

function row(id: string, taken_at: string, totals: Record<string, number>): ReviewRow {
  const reviews = Object.entries(totals).map(([reviewer, total_percent]) => ({
    reviewer: { id: reviewer, name: reviewer },
    versions: [{ total_percent }],
  }));
  return { id, taken_at, reviews } as unknown as ReviewRow;
}

describe('a review', () => {
  it('is whole only with points everywhere and words for what is not full', () => {
    expect(scoresOf(emptyDraft())).toBeNull();
    expect(scoresOf(draft(1))).toBeNull();
    expect(scoresOf(draft(null, ' '))).toBeNull();
    expect(scoresOf(draft(1, ' terlambat '))?.gate).toEqual({ points: 1, note: 'terlambat' });
    expect(scoresOf(draft(2))?.gate).toEqual({ points: 2 });
    expect(missingOf({ points: 0, note: '' })).toBe('note');
  });

  it('totals as the server does: what does not apply counts on neither side', () => {
    expect(totalPercent(emptyDraft())).toBeNull();
    expect(totalPercent(draft(null))).toBeNull();
    expect(totalPercent({ ...draft(2), gate: { points: 1, note: 'x' }, lokasi: { points: null, note: 'x' } })).toBe(90);
    expect(totalPercent({ ...draft(null), gate: { points: 1, note: '' }, lokasi: { points: 2, note: '' }, disposisi: { points: 2, note: '' } })).toBe(83.3);
  });
});

it('what waits for me stands first, then the newest', () => {
  const rows = [row('a', '2026-11-03', { me: 80 }), row('b', '2026-11-01', {}), row('c', '2026-11-02', { other: 50 })];
  expect(inOrder(rows, 'me').map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});
