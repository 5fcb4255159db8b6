import { describe, expect, it } from 'vitest';
import { bandBounds, bandFeatures, type Area } from './bands';

const area = (reach: number): Area => ({
  type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[[0, 0], [reach, 0], [reach, reach], [0, 0]]] },
});

describe('bands', () => {
  it('lays the shortest time on top and leaves out what reaches nothing', () => {
    const { features } = bandFeatures(new Map([[300, area(1)], [600, null], [900, area(3)]]), (limit_s) => `${limit_s / 60} mnt`);
    const areas = features.filter(({ geometry }) => geometry.type === 'Polygon');
    expect(areas.map(({ properties }) => properties?.label)).toEqual(['15 mnt', '5 mnt']);
  });

  it('writes its time on the edge of each, at its four ends', () => {
    const labels = bandFeatures(new Map([[300, area(1)]]), () => '5 mnt').features.filter(({ geometry }) => geometry.type === 'Point');
    expect(labels.map(({ geometry }) => 'coordinates' in geometry && geometry.coordinates)).toEqual([[1, 1], [1, 0], [0, 0], [0, 0]]);
  });

  it('knows what the map must show of them', () => {
    expect(bandBounds(new Map([[300, area(1)], [900, area(3)]]))).toEqual([[0, 0], [3, 3]]);
    expect(bandBounds(new Map([[300, null]]))).toBeNull();
  });
});
