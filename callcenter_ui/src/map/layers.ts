/** The moving layers above the base map: areas, ways, facilities, units, incidents, what is being set or drawn. */

import type { LayerSpecification, Map as MapLibre } from 'maplibre-gl';
import { areaLayers, markLayers, wayLayers } from './routingLayers';
import { EMPTY, MAP_FONT, type Tokens } from './style';

export const OVERLAYS = ['band', 'closure', 'route', 'kelurahan', 'facility', 'unit', 'incident', 'pin', 'draft'] as const;
export type Overlay = (typeof OVERLAYS)[number];

export function addOverlays(map: MapLibre, token: Tokens): void {
  for (const overlay of OVERLAYS) {
    if (!map.getSource(overlay)) map.addSource(overlay, { type: 'geojson', data: EMPTY });
  }
  for (const layer of overlayLayers(token)) {
    if (!map.getLayer(layer.id)) map.addLayer(layer);
  }
}

function overlayLayers(token: Tokens): LayerSpecification[] {
  const label = {
    'text-color': token('map-label'),
    'text-halo-color': token('map-halo'),
    'text-halo-width': 1.6,
  };
  return [
    ...areaLayers(token),
    {
      id: 'kelurahan-labels',
      type: 'symbol',
      source: 'kelurahan',
      maxzoom: 14.5,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': MAP_FONT,
        'text-size': 11,
        'text-letter-spacing': 0.06,
      },
      paint: { ...label, 'text-opacity': 0.75 },
    },
    ...wayLayers(token),
    ...markLayers(token),
    {
      id: 'facilities',
      type: 'symbol',
      source: 'facility',
      layout: {
        'icon-image': [
          'match', ['get', 'kind'],
          ['rs', 'hospital', 'rumah_sakit'], 'facility-hospital',
          'pier', 'facility-pier',
          'facility-health',
        ],
        'icon-allow-overlap': true,
        'text-field': ['step', ['zoom'], '', 12.2, ['get', 'label']],
        'text-font': MAP_FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.8],
        'text-optional': true,
      },
      paint: label,
    },
    {
      id: 'units',
      type: 'symbol',
      source: 'unit',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'text-field': ['get', 'label'],
        'text-font': MAP_FONT,
        'text-size': 12,
        'text-anchor': 'left',
        'text-offset': [0.95, 0],
        'text-optional': true,
      },
      paint: { ...label, 'text-color': token('text') },
    },
    {
      id: 'incident-ring',
      type: 'circle',
      source: 'incident',
      filter: ['==', ['get', 'selected'], true],
      paint: {
        'circle-radius': 19,
        'circle-color': 'transparent',
        'circle-stroke-color': token('strong'),
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'incidents',
      type: 'symbol',
      source: 'incident',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['get', 'sort'],
        'text-field': ['get', 'label'],
        'text-font': MAP_FONT,
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1.25],
        'text-optional': true,
      },
      paint: { ...label, 'text-color': token('text') },
    },
    {
      id: 'pin',
      type: 'circle',
      source: 'pin',
      paint: {
        'circle-radius': 7,
        'circle-color': token('strong'),
        'circle-stroke-color': token('on-strong'),
        'circle-stroke-width': 3,
      },
    },
  ];
}
