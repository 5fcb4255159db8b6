/** Lines and corners on a city's scale, where a degree is a length: pure, coordinates are [lon, lat]. */

export type Coordinate = [lon: number, lat: number];

const METRES_A_DEGREE = 111_320;

/** Metres between two points, on the plane that a city is small enough for. */
export function distance_m(a: Coordinate, b: Coordinate): number {
  const across = Math.cos((((a[1] + b[1]) / 2) * Math.PI) / 180);
  return Math.hypot((a[0] - b[0]) * across, a[1] - b[1]) * METRES_A_DEGREE;
}

export interface Foot {
  /** The segment, by the index of its first point. */
  segment: number;
  at: Coordinate;
  distance_m: number;
}

/** The point of a line that is nearest to `point`; null for a line without a segment. */
export function nearestOnLine(line: readonly Coordinate[], point: Coordinate): Foot | null {
  let best: Foot | null = null;
  for (let segment = 0; segment + 1 < line.length; segment += 1) {
    const at = nearestOnSegment(line[segment]!, line[segment + 1]!, point);
    const away_m = distance_m(at, point);
    if (!best || away_m < best.distance_m) best = { segment, at, distance_m: away_m };
  }
  return best;
}

function nearestOnSegment(a: Coordinate, b: Coordinate, point: Coordinate): Coordinate {
  const across = Math.cos((point[1] * Math.PI) / 180);
  const [dx, dy] = [(b[0] - a[0]) * across, b[1] - a[1]];
  const length = dx * dx + dy * dy;
  if (length === 0) return a;
  const along = ((point[0] - a[0]) * across * dx + (point[1] - a[1]) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** Whether the outline through these corners crosses itself, the closing side included. */
export function crossesItself(corners: readonly Coordinate[]): boolean {
  const count = corners.length;
  for (let one = 0; one < count; one += 1) {
    for (let other = one + 2; other < count; other += 1) {
      if (one === 0 && other === count - 1) continue;
      if (cross(corners[one]!, corners[one + 1]!, corners[other]!, corners[(other + 1) % count]!)) return true;
    }
  }
  return false;
}

function cross(a: Coordinate, b: Coordinate, c: Coordinate, d: Coordinate): boolean {
  const side = (p: Coordinate, q: Coordinate, r: Coordinate) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/** The middle of a line or of the longest of several: where a sign stands. */
export function middleOf(lines: readonly (readonly Coordinate[])[]): Coordinate | null {
  let longest: readonly Coordinate[] = [];
  let longest_m = -1;
  for (const line of lines) {
    const total_m = lengthOf(line);
    if (total_m > longest_m) [longest, longest_m] = [line, total_m];
  }
  let left_m = longest_m / 2;
  for (let index = 0; index + 1 < longest.length; index += 1) {
    const [a, b] = [longest[index]!, longest[index + 1]!];
    const step_m = distance_m(a, b);
    if (step_m >= left_m && step_m > 0) {
      const share = left_m / step_m;
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    }
    left_m -= step_m;
  }
  return longest[0] ?? null;
}

const lengthOf = (line: readonly Coordinate[]): number =>
  line.slice(1).reduce((sum, point, index) => sum + distance_m(line[index]!, point), 0);

/** West, south, east and north of some points; null for none. */
export function boundsOf(points: Iterable<readonly number[]>): [[number, number], [number, number]] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    if (lon === undefined || lat === undefined) continue;
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  }
  return west <= east ? [[west, south], [east, north]] : null;
}
