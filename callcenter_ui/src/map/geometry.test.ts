import { describe, expect, it } from 'vitest';
import { boundsOf, crossesItself, distance_m, middleOf, nearestOnLine, type Coordinate } from './geometry';

describe('geometry', () => {
  it('measures metres where the equator is near', () => {
    expect(distance_m([104.4, 0.9], [104.41, 0.9])).toBeCloseTo(1113, -1);
    expect(distance_m([104.4, 0.9], [104.4, 0.91])).toBeCloseTo(1113, -1);
  });

  it('finds the nearest point of a line, also inside a segment and at its ends', () => {
    const line: Coordinate[] = [[0, 0], [0.01, 0], [0.01, 0.01]];
    expect(nearestOnLine(line, [0.004, 0.001])).toMatchObject({ segment: 0, at: [0.004, 0] });
    expect(nearestOnLine(line, [0.02, 0.02])).toMatchObject({ segment: 1, at: [0.01, 0.01] });
    expect(nearestOnLine([[0, 0]], [1, 1])).toBeNull();
    expect(nearestOnLine([[0.01, 0.01], [0.01, 0.01]], [0, 0])?.at).toEqual([0.01, 0.01]);
  });

  it('tells an outline that crosses itself from one that does not', () => {
    const square: Coordinate[] = [[0, 0], [1, 0], [1, 1], [0, 1]];
    const bow: Coordinate[] = [[0, 0], [1, 1], [1, 0], [0, 1]];
    expect(crossesItself(square)).toBe(false);
    expect(crossesItself(bow)).toBe(true);
    expect(crossesItself(square.slice(0, 3))).toBe(false);
  });

  it('stands in the middle of the longest line', () => {
    expect(middleOf([[[5, 5], [5, 5.001]], [[0, 0], [0, 0.01], [0, 0.04]]])).toEqual([0, expect.closeTo(0.02, 6)]);
    expect(middleOf([])).toBeNull();
  });

  it('knows how far points reach', () => {
    expect(boundsOf([[1, 2], [-1, 5], [0, 0]])).toEqual([[-1, 0], [1, 5]]);
    expect(boundsOf([])).toBeNull();
  });
});
