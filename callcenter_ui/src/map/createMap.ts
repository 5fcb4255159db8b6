/** MapLibre, loaded after the screen is readable, with what a dispatcher's map needs and no more. */

import type { Map as MapLibre } from 'maplibre-gl';
import { baseStyle, themeTokens } from './style';

export type Bounds = [[west: number, south: number], [east: number, north: number]];

/** @throws Error without WebGL */
export async function createMap(container: HTMLElement, bounds: Bounds, padding: number): Promise<MapLibre> {
  const [{ Map: MapClass, setWorkerUrl }, { default: workerUrl }] = await Promise.all([
    import('maplibre-gl'),
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'),
    document.fonts.load('12px "Source Sans"', 'Tanjungpinang'),
    document.fonts.load('800 13px "Source Sans"', 'MKHX'),
  ]);
  setWorkerUrl(workerUrl);
  const map = new MapClass({
    container,
    style: baseStyle(themeTokens()),
    bounds,
    fitBoundsOptions: { padding },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    maxZoom: 18,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
