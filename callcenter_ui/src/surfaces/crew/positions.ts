import type { Position } from '../../api/rows';

export interface Fix {
  unit_id: string;
  lat: number;
  lon: number;
  accuracy_m?: number;
  speed_kmh?: number;
  heading_deg?: number;
  at: string;
  source: 'gps';
}

/** How closely a unit is followed: on a task each street corner counts, at the post the battery does. */
export interface Pace {
  every_s: number;
  moved_m: number;
  send_every_s: number;
}

export const ON_TASK: Pace = { every_s: 5, moved_m: 20, send_every_s: 10 };
export const AT_POST: Pace = { every_s: 60, moved_m: 200, send_every_s: 60 };

/** A fix worse than this says nothing that the declared post does not say better. */
const WORST_ACCURACY_M = 2000;
const BATCH = 50;
/** About an hour and a half on a task without signal; older fixes give way to newer ones. */
const KEPT = 1000;

type SendFixes = (fixes: Fix[]) => Promise<unknown>;

/** Collects fixes of this tablet and sends them in batches; a lost link keeps them for the next round. */
export class PositionReporter {
  #waiting: Fix[] = [];
  #last: Fix | null = null;
  #sending = false;
  #watch: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly unit_id: string,
    private readonly send: SendFixes,
    private readonly onFix: (fix: Fix) => void = () => undefined,
  ) {}

  /** Follow this device at a pace; calling again changes the pace. */
  start(pace: Pace): void {
    this.stop();
    this.#timer = setInterval(() => void this.flush(), pace.send_every_s * 1000);
    if (!('geolocation' in navigator)) return;
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => this.take(toFix(this.unit_id, coords, timestamp), pace),
      // Without a position the server ranks the unit from its post, and says so.
      () => undefined,
      { enableHighAccuracy: pace === ON_TASK, maximumAge: pace.every_s * 1000 },
    );
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = undefined;
  }

  /** Keep a fix if it says something new: enough time passed or enough ground was covered. */
  take(fix: Fix, pace: Pace): void {
    if ((fix.accuracy_m ?? 0) > WORST_ACCURACY_M) return;
    this.onFix(fix);
    const last = this.#last;
    const age_s = last ? (Date.parse(fix.at) - Date.parse(last.at)) / 1000 : Infinity;
    if (last && age_s < pace.every_s && distance_m(last, fix) < pace.moved_m) return;
    this.#last = fix;
    this.#waiting = [...this.#waiting, fix].slice(-KEPT);
  }

  async flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, BATCH);
        await this.send(batch);
        this.#waiting = this.#waiting.filter((fix) => !batch.includes(fix));
      }
    } catch {
      // Positions are telemetry: they wait for the next round, and nobody is told.
    } finally {
      this.#sending = false;
    }
  }
}

function toFix(unit_id: string, coords: GeolocationCoordinates, timestamp: number): Fix {
  return {
    unit_id,
    lat: coords.latitude,
    lon: coords.longitude,
    accuracy_m: Math.round(coords.accuracy),
    ...(coords.speed === null ? {} : { speed_kmh: Math.round(coords.speed * 36) / 10 }),
    // A tablet that lies still says NaN.
    ...(coords.heading === null || Number.isNaN(coords.heading) ? {} : { heading_deg: Math.round(coords.heading) % 360 }),
    at: new Date(timestamp).toISOString(),
    source: 'gps',
  };
}

const EARTH_RADIUS_M = 6_371_000;

/** Great-circle distance in metres. */
export function distance_m(a: Pick<Position, 'lat' | 'lon'>, b: Pick<Position, 'lat' | 'lon'>): number {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return EARTH_RADIUS_M * Math.hypot(x, y);
}
