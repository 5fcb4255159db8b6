/** How far somebody comes in a time, as nested areas on the map: the shortest time lies on top. Pure. */

import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position as GeoPosition } from 'geojson';
import { boundsOf } from './geometry';

export type Area = Feature<Polygon | MultiPolygon> | null;

/** The bands a dispatcher thinks in. */
export const BAND_LIMITS_S = [300, 600, 900] as const;

/**
 * The areas, and on the edge of each its label: at its four ends, where a map that has no room leaves some out.
 *
 * @param areas what is reached within each limit; null where nothing is
 * @param labelOf the words of a limit
 */
export function bandFeatures(areas: ReadonlyMap<number, Area>, labelOf: (limit_s: number) => string): FeatureCollection {
  const reached = [...areas].filter((entry): entry is [number, NonNullable<Area>] => entry[1] !== null).sort(([a], [b]) => b - a);
  const features = reached.flatMap(([limit_s, area]): Feature[] => {
    const properties = { limit_s, label: labelOf(limit_s) };
    const ends = endsOf(ringsOf(area));
    return [
      { type: 'Feature', properties, geometry: area.geometry },
      ...ends.map((coordinates): Feature => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates } })),
    ];
  });
  return { type: 'FeatureCollection', features };
}

const ringsOf = ({ geometry }: NonNullable<Area>): GeoPosition[][] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();

/** The northernmost, easternmost, southernmost and westernmost points. */
function endsOf(rings: readonly GeoPosition[][]): GeoPosition[] {
  const points = rings.flat();
  const most = (axis: 0 | 1, sign: 1 | -1) =>
    points.reduce((best, point) => (sign * (point[axis] ?? 0) > sign * (best[axis] ?? 0) ? point : best));
  return points.length > 0 ? [most(1, 1), most(0, 1), most(1, -1), most(0, -1)] : [];
}

/** Where the bands lie; null when nothing is reached. */
export function bandBounds(areas: ReadonlyMap<number, Area>) {
  return boundsOf([...areas.values()].flatMap((area) => (area ? ringsOf(area).flat() : [])));
}
