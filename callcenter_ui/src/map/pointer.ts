/** Mouse and keys on the map: what lies under the pointer, a case that is clicked, the tool in hand. */

import type { Map as MapLibre, MapMouseEvent, PointLike } from 'maplibre-gl';
import type { Coordinate } from './geometry';

/** Who is under the pointer and can be asked how far it comes. */
export interface Pointed {
  kind: 'unit' | 'facility';
  id: string;
}

/** What a click does while a tool is in hand; without `finish` one click is all. */
export interface MapTool {
  point(at: Coordinate): void;
  move?(at: Coordinate | null): void;
  /** A double click, or Enter where the last corner is. */
  finish?(): void;
}

export interface PointerHandlers {
  tool(): MapTool | null;
  hover(what: Pointed | null): void;
  select(incidentId: string): void;
}

const HOVER_REACH_PX = 5;
const TOOL_KEYS = [' ', 'Enter'];
const MAP_KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', '+', '-', '='];

export function followPointer(map: MapLibre, handlers: PointerHandlers): void {
  let hovered = '';
  const hover = (what: Pointed | null) => {
    const key = what ? `${what.kind}:${what.id}` : '';
    if (key === hovered) return;
    hovered = key;
    handlers.hover(what);
  };

  map.on('mousemove', (event) => {
    const tool = handlers.tool();
    tool?.move?.(coordinateOf(event));
    hover(tool ? null : pointedAt(map, event));
  });
  map.on('mouseout', () => {
    handlers.tool()?.move?.(null);
    hover(null);
  });
  map.on('click', (event) => {
    const tool = handlers.tool();
    if (tool) return tool.point(coordinateOf(event));
    const hit = map.queryRenderedFeatures(event.point, { layers: ['incidents'] })[0];
    if (hit) handlers.select(String(hit.properties.id));
  });
  map.on('dblclick', (event) => {
    const finish = handlers.tool()?.finish;
    if (!finish) return;
    event.preventDefault();
    finish();
  });
}

/** Keys of the focused map: a tool sets its point where the cross stands; arrows move the map, not the list of cases. */
export function onMapKey(event: KeyboardEvent, map: MapLibre | undefined, tool: MapTool | null): void {
  if (MAP_KEYS.includes(event.key)) event.stopPropagation();
  if (!map || !tool || !TOOL_KEYS.includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Enter' && tool.finish) return tool.finish();
  const { lng, lat } = map.getCenter();
  tool.point([lng, lat]);
}

const coordinateOf = ({ lngLat }: MapMouseEvent): Coordinate => [lngLat.lng, lngLat.lat];

function pointedAt(map: MapLibre, { point }: MapMouseEvent): Pointed | null {
  const box: [PointLike, PointLike] = [
    [point.x - HOVER_REACH_PX, point.y - HOVER_REACH_PX],
    [point.x + HOVER_REACH_PX, point.y + HOVER_REACH_PX],
  ];
  const hit = map.queryRenderedFeatures(box, { layers: ['units', 'facilities'] })[0];
  if (!hit || hit.properties.kind === 'pier') return null;
  return { kind: hit.layer.id === 'units' ? 'unit' : 'facility', id: String(hit.properties.id) };
}
