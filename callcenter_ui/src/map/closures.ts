/** Closed roads and boat legs on the map, and the outline that is being drawn. Pure. */

import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { City } from '../api/documents';
import { middleOf, type Coordinate } from './geometry';

/** What the map needs of a closure. */
export interface DrawnClosure {
  id: string;
  /** In effect now, or planned for later. */
  active: boolean;
  /** The closed stretches; a drawn outline may stand among them. */
  geometry: Geometry | null;
}

export function closureFeatures(closures: Iterable<DrawnClosure>): FeatureCollection {
  const features: Feature[] = [];
  for (const { id, active, geometry } of closures) {
    if (!geometry) continue;
    const properties = { id, active };
    features.push(...partsOf(geometry).map((part): Feature => ({ type: 'Feature', properties, geometry: part })));
    const at = signPoint(geometry);
    if (at) features.push({ type: 'Feature', properties: { ...properties, sign: true }, geometry: { type: 'Point', coordinates: at } });
  }
  return { type: 'FeatureCollection', features };
}

const partsOf = (geometry: Geometry): Geometry[] => (geometry.type === 'GeometryCollection' ? geometry.geometries : [geometry]);

/** Where the sign of a closure stands: on its longest closed line, else on the middle of its outline's points. */
export function signPoint(geometry: Geometry): Coordinate | null {
  const parts = partsOf(geometry);
  const lines = parts.flatMap((part): Position[][] =>
    part.type === 'LineString' ? [part.coordinates] : part.type === 'MultiLineString' ? part.coordinates : [],
  );
  const middle = middleOf(lines as Coordinate[][]);
  if (middle) return middle;
  const ring = parts.flatMap((part) => (part.type === 'Polygon' ? (part.coordinates[0] ?? []).slice(1) : []));
  if (ring.length === 0) return null;
  const sum = (axis: 0 | 1) => ring.reduce((total, point) => total + (point[axis] ?? 0), 0) / ring.length;
  return [sum(0), sum(1)];
}

/** Boat legs as straight lines from pier to pier; null when none is known. */
export function legLines(legIds: readonly string[], city: Pick<City, 'boat_legs' | 'piers'> | null): Geometry | null {
  const pierAt = (id: string): Coordinate[] => city?.piers.filter((pier) => pier.id === id).map(({ lon, lat }): Coordinate => [lon, lat]) ?? [];
  const lines = (city?.boat_legs ?? [])
    .filter(({ id }) => legIds.includes(id))
    .map(({ from_pier, to_pier }) => [...pierAt(from_pier), ...pierAt(to_pier)])
    .filter((line) => line.length === 2);
  return lines.length > 0 ? { type: 'MultiLineString', coordinates: lines } : null;
}

/**
 * The outline being drawn: its corners, the sides between them, and the side that follows the pointer. A finished one
 * steps back behind what it closes.
 */
export function draftFeatures(corners: readonly Coordinate[], pointer: Coordinate | null, finished = false): FeatureCollection {
  const outline = pointer ? [...corners, pointer] : [...corners];
  const features: Feature[] = corners.map((coordinates, index) => ({
    type: 'Feature',
    properties: { first: index === 0 },
    geometry: { type: 'Point', coordinates },
  }));
  const [first] = outline;
  if (first && outline.length > 2) {
    features.unshift({ type: 'Feature', properties: { finished }, geometry: { type: 'Polygon', coordinates: [[...outline, first]] } });
  } else if (outline.length === 2) {
    features.unshift({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: outline } });
  }
  return { type: 'FeatureCollection', features };
}
