/** The map's style from the theme's tokens: land, water, roads, boat legs. No glyphs key, no tile server, no other host. */

import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Local font families only: MapLibre draws text with them when the style names no glyph server. */
export const MAP_FONT = ['Source Sans'];

export type Token =
  | 'map-land' | 'map-water' | 'map-road' | 'map-road-main' | 'map-boat' | 'map-label' | 'map-halo' | 'map-route'
  | 'map-band' | 'map-closure'
  | 'merah' | 'on-merah' | 'kuning' | 'on-kuning' | 'hijau' | 'on-hijau' | 'hitam' | 'on-hitam'
  | 'strong' | 'on-strong' | 'panel' | 'text' | 'text-faint';

export type Tokens = (name: Token) => string;

/** Read the tokens of the current theme. */
export function themeTokens(element: Element = document.documentElement): Tokens {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

const MAIN_CLASSES = ['motorway', 'trunk', 'primary', 'secondary', 'main'];

export function baseStyle(token: Tokens): StyleSpecification {
  return {
    version: 8,
    sources: {
      outline: { type: 'geojson', data: EMPTY },
      network: { type: 'geojson', data: EMPTY },
    },
    layers: baseLayers(token),
  };
}

function baseLayers(token: Tokens): LayerSpecification[] {
  const isMain = ['in', ['coalesce', ['get', 'class'], ''], ['literal', MAIN_CLASSES]] as const;
  return [
    { id: 'water', type: 'background', paint: { 'background-color': token('map-water') } },
    {
      id: 'land',
      type: 'fill',
      source: 'outline',
      paint: { 'fill-color': token('map-land'), 'fill-outline-color': token('map-road') },
    },
    {
      id: 'roads',
      type: 'line',
      source: 'network',
      filter: ['!=', ['get', 'boat'], true],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ['case', isMain as never, token('map-road-main'), token('map-road')],
        'line-width': [
          'interpolate', ['linear'], ['zoom'],
          10, ['case', isMain as never, 1, 0.3],
          13, ['case', isMain as never, 2.2, 0.9],
          17, ['case', isMain as never, 8, 5],
        ],
      },
    },
    {
      id: 'boat-legs',
      type: 'line',
      source: 'network',
      filter: ['==', ['get', 'boat'], true],
      paint: { 'line-color': token('map-boat'), 'line-width': 1.4, 'line-dasharray': [3, 3] },
    },
    {
      id: 'road-names',
      type: 'symbol',
      source: 'network',
      minzoom: 12,
      filter: ['has', 'name'],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 320,
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': MAP_FONT,
        'text-size': 11.5,
      },
      paint: { 'text-color': token('map-label'), 'text-halo-color': token('map-halo'), 'text-halo-width': 1.4 },
    },
  ];
}
