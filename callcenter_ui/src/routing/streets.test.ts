import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import { findStreets, streetNames } from './streets';

const road = (properties: Record<string, unknown>) => ({ type: 'Feature' as const, properties, geometry: { type: 'LineString' as const, coordinates: [] } });
const network: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    road({ name: 'Jalan Raja Haji Fisabilillah' }), road({ name: 'Jalan Haji Agus Salim' }), road({ name: 'Jalan Haji Agus Salim' }),
    road({}), road({ name: 'Pompong', boat: true }), road({ name: 'Gang Haji' }),
  ],
};

describe('streets by name', () => {
  const names = streetNames(network);

  it('are the named roads of the map, once each', () => {
    expect(names).toEqual(['Gang Haji', 'Jalan Haji Agus Salim', 'Jalan Raja Haji Fisabilillah']);
  });

  it('are found by any of their words, "jalan" aside, those that begin so first', () => {
    expect(findStreets(names, 'haji', 5)).toEqual(['Jalan Haji Agus Salim', 'Gang Haji', 'Jalan Raja Haji Fisabilillah']);
    expect(findStreets(names, 'Jl. raja fis', 5)).toEqual(['Jalan Raja Haji Fisabilillah']);
    expect([findStreets(names, 'jl', 5), findStreets(names, 'merdeka', 5)]).toEqual([[], []]);
  });
});
