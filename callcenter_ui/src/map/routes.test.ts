import { describe, expect, it } from 'vitest';
import type { Coordinate } from './geometry';
import { renewed, routeFeatures, splitAt, stretchesOf, type RouteLine, type Stretch } from './routes';

const road: Coordinate[] = [[104.4, 0.9], [104.41, 0.9], [104.42, 0.9]];
const sea: Coordinate[] = [[104.42, 0.9], [104.4, 0.92]];
const stretches: Stretch[] = [{ course: 'road', coordinates: road }, { course: 'sea', coordinates: sea }];
const line = (fields: Partial<RouteLine> = {}): RouteLine => ({ taskId: 't', unitId: 'u', stretches, behind: [], ...fields });

describe('ways of units', () => {
  it('tells land, sea and schematic parts apart by the means of their legs', () => {
    const legs = [{ means: 'ambulans', coordinates: road }, { means: 'laut', coordinates: sea }, { means: 'garis_lurus', coordinates: road }];
    const courses = (answer: Partial<Parameters<typeof stretchesOf>[0]>) =>
      stretchesOf({ coordinates: road, legs, kind: 'jalan_laut', schematic: false, ...answer }).map(({ course }) => course);
    expect(courses({})).toEqual(['road', 'sea', 'schematic']);
    expect(courses({ schematic: true })).toEqual(['schematic', 'sea', 'schematic']);
    expect(courses({ legs: [], kind: 'garis_lurus' })).toEqual(['schematic']);
    expect(courses({ legs: [], coordinates: [] })).toEqual([]);
  });

  it('cuts a way where the unit is: what is behind, what is ahead', () => {
    const { behind, ahead } = splitAt(line(), [104.415, 0.9001]);
    expect(behind.slice(0, 2)).toEqual(road.slice(0, 2));
    expect(behind.at(-1)?.[0]).toBeCloseTo(104.415, 6);
    expect(ahead.map(({ course }) => course)).toEqual(['road', 'sea']);
    expect(ahead[0]?.coordinates.at(-1)).toEqual(road[2]);
  });

  it('counts nothing as driven by a unit that is elsewhere', () => {
    const { behind, ahead } = splitAt(line(), [104.415, 0.95]);
    expect(behind).toEqual([]);
    expect(ahead).toEqual(stretches);
  });

  it('keeps the driven part when the way is asked anew from where the unit is now', () => {
    const next = renewed(line(), { taskId: 't', unitId: 'u', stretches: [{ course: 'road', coordinates: [[104.41, 0.9], [104.41, 0.95]] }] });
    expect(next.behind[0]).toEqual(road[0]);
    expect(next.behind.at(-1)).toEqual([104.41, 0.9]);
    expect(next.stretches).toHaveLength(1);
    expect(renewed(undefined, next).behind).toEqual([]);
  });

  it('draws the case in hand strong, and each part by its course', () => {
    const { features } = routeFeatures([line({ behind: [[104.39, 0.9], [104.4, 0.9]] })], new Map([['u', { lat: 0.9, lon: 104.41 }]]), ['t']);
    expect(features.map(({ properties }) => [properties?.part, properties?.course, properties?.chosen])).toEqual([
      ['behind', 'road', true], ['ahead', 'road', true], ['ahead', 'sea', true],
    ]);
    expect(routeFeatures([line()]).features.every(({ properties }) => properties?.part === 'ahead' && !properties.chosen)).toBe(true);
  });
});
