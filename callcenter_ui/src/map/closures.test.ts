import type { MultiLineString, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { City } from '../api/documents';
import { closureFeatures, draftFeatures, legLines, signPoint } from './closures';

const lines: MultiLineString = { type: 'MultiLineString', coordinates: [[[0, 0], [0, 0.02]], [[1, 1], [1, 1.001]]] };
const area: Polygon = { type: 'Polygon', coordinates: [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] };

describe('closures on the map', () => {
  it('draws the closed streets and one sign on the longest', () => {
    const { features } = closureFeatures([{ id: 'c', active: true, geometry: lines }]);
    expect(features.map(({ geometry }) => geometry.type)).toEqual(['MultiLineString', 'Point']);
    expect(features[1]).toMatchObject({ properties: { id: 'c', active: true, sign: true }, geometry: { coordinates: [0, 0.01] } });
  });

  it('puts the sign of an outline in its middle, and draws nothing of what has no shape', () => {
    expect(signPoint(area)).toEqual([1, 1]);
    expect(closureFeatures([{ id: 'c', active: true, geometry: null }]).features).toEqual([]);
  });

  it('draws closed crossings from pier to pier', () => {
    const city = {
      boat_legs: [{ id: 'a', from_pier: 'p', to_pier: 'q' }, { id: 'b', from_pier: 'p', to_pier: 'nowhere' }],
      piers: [{ id: 'p', lon: 1, lat: 2 }, { id: 'q', lon: 3, lat: 4 }],
    } as City;
    expect(legLines(['a', 'b'], city)).toEqual({ type: 'MultiLineString', coordinates: [[[1, 2], [3, 4]]] });
    expect([legLines([], city), legLines(['a'], null)]).toEqual([null, null]);
  });

  it('shows the outline being drawn with the side that follows the pointer', () => {
    const types = (corners: [number, number][], pointer: [number, number] | null) => draftFeatures(corners, pointer).features.map(({ geometry }) => geometry.type);
    expect(types([], null)).toEqual([]);
    expect(types([[0, 0]], [1, 1])).toEqual(['LineString', 'Point']);
    expect(types([[0, 0], [1, 0]], [1, 1])).toEqual(['Polygon', 'Point', 'Point']);
    expect(draftFeatures([[0, 0], [1, 0], [1, 1]], null).features[0]?.geometry).toEqual({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
  });
});
