/**
 * The ways of units on the map. A way is drawn from where the unit set out: what lies behind it stays, faded, and what
 * lies ahead says how it is known: along roads, over the sea, or schematically. Pure.
 */

import type { Feature, FeatureCollection, LineString } from 'geojson';
import { distance_m, nearestOnLine, type Coordinate } from './geometry';

export type Course = 'road' | 'sea' | 'schematic';

/** A part of a way by one means. */
export interface Stretch {
  course: Course;
  coordinates: readonly Coordinate[];
}

export interface RouteLine {
  taskId: string;
  unitId: string;
  stretches: readonly Stretch[];
  /** Where it has been since this screen follows it. */
  behind: readonly Coordinate[];
}

interface Answer {
  coordinates: readonly Coordinate[];
  legs: readonly { means: string; coordinates: readonly Coordinate[] }[];
  kind: string;
  schematic: boolean;
}

/** The stretches of an answered route; one without legs is a single stretch. */
export function stretchesOf({ coordinates, legs, kind, schematic }: Answer): Stretch[] {
  const onLand: Course = schematic || kind === 'skematik' || kind === 'garis_lurus' ? 'schematic' : 'road';
  const courseOf = (means: string): Course => (means === 'laut' ? 'sea' : means === 'garis_lurus' ? 'schematic' : onLand);
  const drawn = legs.filter((leg) => leg.coordinates.length > 1);
  if (drawn.length > 0) return drawn.map((leg) => ({ course: courseOf(leg.means), coordinates: leg.coordinates }));
  return coordinates.length > 1 ? [{ course: onLand, coordinates }] : [];
}

/** Farther than this from its way a unit drives another one: no part of the way counts as behind it. */
const OFF_WAY_M = 250;
/** Enough for a crossing of the city; older parts of the trail are let go. */
const KEPT_TRAIL_POINTS = 2000;

/** Cut a way where the unit is now. */
export function splitAt(line: RouteLine, at: Coordinate): { behind: Coordinate[]; ahead: Stretch[] } {
  let nearest = { stretch: -1, segment: 0, at, distance_m: OFF_WAY_M };
  line.stretches.forEach(({ coordinates }, stretch) => {
    const foot = nearestOnLine(coordinates, at);
    if (foot && foot.distance_m < nearest.distance_m) nearest = { stretch, ...foot };
  });
  if (nearest.stretch < 0) return { behind: [...line.behind], ahead: [...line.stretches] };
  const behind = [...line.behind];
  const ahead: Stretch[] = [];
  line.stretches.forEach(({ course, coordinates }, stretch) => {
    if (stretch < nearest.stretch) return void behind.push(...coordinates);
    if (stretch > nearest.stretch) return void ahead.push({ course, coordinates });
    behind.push(...coordinates.slice(0, nearest.segment + 1), nearest.at);
    ahead.push({ course, coordinates: [nearest.at, ...coordinates.slice(nearest.segment + 1)] });
  });
  return { behind, ahead };
}

/** The way asked anew: what was driven of the old one is kept behind the unit. */
export function renewed(before: RouteLine | undefined, now: Omit<RouteLine, 'behind'>): RouteLine {
  const from = now.stretches[0]?.coordinates[0];
  if (!before || !from) return { ...now, behind: before?.behind ?? [] };
  const { behind } = splitAt(before, from);
  const last = behind.at(-1);
  if (!last || distance_m(last, from) > 0) behind.push(from);
  return { ...now, behind: behind.slice(-KEPT_TRAIL_POINTS) };
}

/**
 * The lines to draw, each cut where its unit is by its last position.
 *
 * @param chosen tasks of the case in hand: drawn strong, the others thin
 */
export function routeFeatures(
  routes: readonly RouteLine[],
  positions: ReadonlyMap<string, { lat: number; lon: number }> = new Map(),
  chosen: readonly string[] = [],
): FeatureCollection<LineString> {
  const features: Feature<LineString>[] = [];
  for (const { taskId, unitId, stretches, behind: trail } of routes) {
    const at = positions.get(unitId);
    const { behind, ahead } = at ? splitAt({ taskId, unitId, stretches, behind: trail }, [at.lon, at.lat]) : { behind: trail, ahead: stretches };
    const about = { id: taskId, chosen: chosen.includes(taskId) };
    const add = (part: 'behind' | 'ahead', course: Course, coordinates: readonly Coordinate[]) => {
      if (coordinates.length < 2) return;
      features.push({ type: 'Feature', properties: { ...about, part, course }, geometry: { type: 'LineString', coordinates: [...coordinates] } });
    };
    add('behind', 'road', behind);
    for (const { course, coordinates } of ahead) add('ahead', course, coordinates);
  }
  return { type: 'FeatureCollection', features };
}
