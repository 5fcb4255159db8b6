/**
 * What routing adds to the map, all of it neutral: how far somebody comes, closed roads, ways of units, the outline being
 * drawn. A pattern or a shape tells them apart, never a colour: colour belongs to urgency.
 */

import type { LayerSpecification } from 'maplibre-gl';
import { MAP_FONT, type Tokens } from './style';

const LINE = { 'line-cap': 'round', 'line-join': 'round' } as const;
const OUTLINES = ['any', ['==', ['geometry-type'], 'Polygon'], ['==', ['geometry-type'], 'MultiPolygon']] as const;
const LINES = ['any', ['==', ['geometry-type'], 'LineString'], ['==', ['geometry-type'], 'MultiLineString']] as const;

/** Thin where a city is in view, as wide as said among the streets. */
const byZoom = (width: number) => ['interpolate', ['linear'], ['zoom'], 11, width * 0.4, 14.5, width] as never;

/** Under everything that stands for a unit or a case. */
export function areaLayers(token: Tokens): LayerSpecification[] {
  return [
    { id: 'band-fill', type: 'fill', source: 'band', paint: { 'fill-color': token('map-band'), 'fill-opacity': 0.13 } },
    {
      id: 'band-line',
      type: 'line',
      source: 'band',
      layout: LINE,
      paint: {
        'line-color': token('map-band'),
        'line-opacity': 0.7,
        'line-width': ['match', ['get', 'limit_s'], 300, 2.4, 600, 1.6, 1.1],
      },
    },
    {
      id: 'closure-area',
      type: 'fill',
      source: 'closure',
      filter: OUTLINES as never,
      paint: { 'fill-pattern': 'closure-hatch', 'fill-opacity': ['case', ['get', 'active'], 0.55, 0.3] },
    },
    {
      id: 'closure-outline',
      type: 'line',
      source: 'closure',
      filter: OUTLINES as never,
      paint: { 'line-color': token('map-closure'), 'line-width': 1.4, 'line-dasharray': [4, 3] },
    },
    {
      id: 'closure-halo',
      type: 'line',
      source: 'closure',
      filter: ['all', LINES, ['get', 'active']] as never,
      layout: LINE,
      paint: { 'line-color': token('map-closure'), 'line-width': byZoom(9) },
    },
    {
      id: 'closure-line',
      type: 'line',
      source: 'closure',
      filter: ['all', LINES, ['get', 'active']] as never,
      paint: { 'line-pattern': 'closure-stripes', 'line-width': byZoom(6) },
    },
    {
      id: 'closure-planned',
      type: 'line',
      source: 'closure',
      filter: ['all', LINES, ['!', ['get', 'active']]] as never,
      paint: { 'line-color': token('map-closure'), 'line-width': byZoom(3), 'line-dasharray': [1, 1.5] },
    },
  ];
}

/** Ways of units: what lies behind is faded; the sea is dashed, a schematic way dotted. */
export function wayLayers(token: Tokens): LayerSpecification[] {
  const ahead = (course: string) => ['all', ['==', ['get', 'part'], 'ahead'], ['==', ['get', 'course'], course]] as never;
  const colour = token('map-route');
  const width = (strong: number, thin: number) => ['case', ['get', 'chosen'], strong, thin] as never;
  return [
    {
      id: 'route-behind',
      type: 'line',
      source: 'route',
      filter: ['==', ['get', 'part'], 'behind'],
      layout: LINE,
      paint: { 'line-color': colour, 'line-width': 2.4, 'line-opacity': 0.32 },
    },
    {
      id: 'route-halo',
      type: 'line',
      source: 'route',
      filter: ['==', ['get', 'part'], 'ahead'],
      layout: LINE,
      paint: { 'line-color': token('map-halo'), 'line-width': width(7.5, 5.5) },
    },
    { id: 'route-road', type: 'line', source: 'route', filter: ahead('road'), layout: LINE, paint: { 'line-color': colour, 'line-width': width(3.6, 2.2) } },
    {
      id: 'route-sea',
      type: 'line',
      source: 'route',
      filter: ahead('sea'),
      paint: { 'line-color': colour, 'line-width': width(3.4, 2.2), 'line-dasharray': [2.6, 1.8] },
    },
    {
      id: 'route-schematic',
      type: 'line',
      source: 'route',
      filter: ahead('schematic'),
      layout: LINE,
      paint: { 'line-color': colour, 'line-width': width(3.8, 2.6), 'line-dasharray': [0.1, 2] },
    },
    {
      id: 'route-direction',
      type: 'symbol',
      source: 'route',
      filter: ['==', ['get', 'part'], 'ahead'],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 110,
        'icon-image': 'route-chevron',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'icon-rotation-alignment': 'map',
      },
    },
  ];
}

/** Over the roads' names: signs and times that must be read. */
export function markLayers(token: Tokens): LayerSpecification[] {
  return [
    {
      id: 'band-labels',
      type: 'symbol',
      source: 'band',
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'symbol-sort-key': ['get', 'limit_s'],
        'text-padding': 6,
        'text-field': ['get', 'label'],
        'text-font': MAP_FONT,
        'text-size': 12.5,
      },
      paint: { 'text-color': token('text'), 'text-halo-color': token('map-halo'), 'text-halo-width': 2 },
    },
    {
      id: 'closure-signs',
      type: 'symbol',
      source: 'closure',
      filter: ['==', ['get', 'sign'], true],
      layout: {
        'icon-image': ['case', ['get', 'active'], 'closure-sign', 'closure-sign-planned'],
        'icon-allow-overlap': true,
      },
    },
    { id: 'draft-fill', type: 'fill', source: 'draft', filter: OUTLINES as never, paint: { 'fill-pattern': 'closure-hatch', 'fill-opacity': ['case', ['get', 'finished'], 0.2, 0.5] } },
    {
      id: 'draft-line',
      type: 'line',
      source: 'draft',
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: LINE,
      paint: { 'line-color': token('strong'), 'line-width': 2 },
    },
    {
      id: 'draft-corners',
      type: 'circle',
      source: 'draft',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': ['case', ['get', 'first'], 6, 4.5],
        'circle-color': token('on-strong'),
        'circle-stroke-color': token('strong'),
        'circle-stroke-width': 2.5,
      },
    },
  ];
}
