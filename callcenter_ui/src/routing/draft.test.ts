import { describe, expect, it } from 'vitest';
import type { Coordinate } from '../map/geometry';
import { EMPTY_DRAFT, givenShape, missingShape, nextInstantOf, outlined, spanOf, withCorner, withoutLastCorner, type Draft } from './draft';

const ZONE = 'Asia/Jakarta';
const NOW = Date.parse('2026-11-22T14:40:30Z'); // 21.40 in Jakarta
const corners: Coordinate[] = [[104.4, 0.9], [104.41, 0.9], [104.41, 0.91]];
const draft = (fields: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...fields });

describe('drawing an outline', () => {
  it('takes corners, not the second click of a double click, and none once it is finished', () => {
    let drawn = EMPTY_DRAFT;
    for (const corner of [...corners, corners[2] as Coordinate]) drawn = withCorner(drawn, corner);
    expect(drawn.corners).toEqual(corners);
    const finished = outlined(drawn);
    expect(finished.outlined).toBe(true);
    expect(withCorner(finished, [104.5, 1]).corners).toEqual(corners);
  });

  it('is finished only with three corners, and can be taken back corner by corner', () => {
    expect(outlined(draft({ corners: corners.slice(0, 2) })).outlined).toBe(false);
    const reopened = withoutLastCorner(outlined(draft({ corners })));
    expect([reopened.outlined, reopened.corners.length]).toEqual([false, 3]);
    expect(withoutLastCorner(reopened).corners).toHaveLength(2);
  });

  it('says what is missing', () => {
    expect(missingShape(EMPTY_DRAFT)).toBe('corners');
    expect(missingShape(draft({ corners }))).toBe('outline');
    expect(missingShape(draft({ corners, outlined: true }))).toBeNull();
    expect(missingShape(draft({ corners: [[0, 0], [1, 1], [1, 0], [0, 1]], outlined: true }))).toBe('crossing');
    expect(missingShape(draft({ means: 'street' }))).toBe('street');
    expect(missingShape(draft({ means: 'street', street: 'Jl. Merdeka' }))).toBeNull();
    expect(missingShape(draft({ means: 'street', street: 'Jl. Merdeka', within: true }))).toBe('corners');
    expect(missingShape(draft({ means: 'boat' }))).toBe('legs');
  });

  it('gives the shape as told, and nothing of the means that were left', () => {
    const whole = draft({ means: 'street', street: 'Jl. Merdeka', corners, outlined: true, boat_legs: ['leg'] });
    expect(givenShape(whole)).toEqual({ kind: 'jalan', shape: null, street: 'Jl. Merdeka', boat_legs: [] });
    const ring = [[...corners, corners[0]]];
    expect(givenShape({ ...whole, within: true })).toMatchObject({ street: 'Jl. Merdeka', shape: { type: 'Polygon', coordinates: ring } });
    expect(givenShape({ ...whole, means: 'area' })).toMatchObject({ street: null, shape: { coordinates: ring } });
    expect(givenShape({ ...whole, means: 'boat' })).toEqual({ kind: 'kapal', shape: null, street: null, boat_legs: ['leg'] });
    expect(givenShape(EMPTY_DRAFT)).toBeNull();
  });
});

describe('times of a closure', () => {
  it('reads a clock time as the next such moment, in the zone of the PSC', () => {
    expect(nextInstantOf('22.00', NOW, ZONE)).toBe('2026-11-22T15:00:00.000Z');
    expect(nextInstantOf('5:30', NOW, ZONE)).toBe('2026-11-22T22:30:00.000Z');
    expect(nextInstantOf('21.40', NOW, ZONE)).toBe('2026-11-23T14:40:00.000Z');
    expect([nextInstantOf('24.00', NOW, ZONE), nextInstantOf('nanti', NOW, ZONE)]).toEqual([null, null]);
  });

  it('begins now and has no end when nothing is said', () => {
    expect(spanOf({ from: '', until: ' ' }, NOW, ZONE)).toEqual({ from_at: null, until_at: null });
    expect(spanOf({ from: '21.40', until: '' }, NOW, ZONE)).toEqual({ from_at: null, until_at: null });
  });

  it('ends after it begins', () => {
    expect(spanOf({ from: '23.00', until: '1.00' }, NOW, ZONE)).toEqual({ from_at: '2026-11-22T16:00:00.000Z', until_at: '2026-11-22T18:00:00.000Z' });
    expect(spanOf({ from: 'x', until: '' }, NOW, ZONE)).toBe('from');
    expect(spanOf({ from: '', until: '25.00' }, NOW, ZONE)).toBe('until');
  });
});
