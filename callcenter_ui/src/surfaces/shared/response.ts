/** How long a case may wait for the first unit, by the targets it took with it when it was opened. Pure. */

import type { City } from '../../api/documents';
import type { IncidentRow, TaskRow } from '../../api/rows';

type Held = NonNullable<IncidentRow['targets']>;

export interface Response {
  target_s: number;
  /** From the call taken until now, or until the first unit was on scene. */
  taken_s: number;
  arrived: boolean;
  late: boolean;
  version: string;
  valid_from: string;
  verified: boolean;
}

/** What a case took with it; one from before targets had versions is held against the oldest, as the server does. */
function heldOf(incident: IncidentRow, city: Pick<City, 'response_targets' | 'kelurahan'> | null): Held | null {
  if (incident.targets) return incident.targets;
  const oldest = city?.response_targets[0];
  if (!oldest) return null;
  const zone = city?.kelurahan.find(({ code }) => code === incident.kelurahan_code)?.zone ?? null;
  return { version: oldest.id, valid_from: oldest.valid_from, zone, from_at: incident.opened_at, targets: oldest.targets };
}

/**
 * The clock of a case; null where no target is held against its colour, and for a case that ended without arrival.
 * A case without a colour counts as MERAH, one without a zone as reached by road: the shorter times.
 */
export function responseOf(
  incident: IncidentRow,
  tasks: Iterable<TaskRow | undefined>,
  city: Pick<City, 'response_targets' | 'kelurahan'> | null,
  now_ms: number,
): Response | null {
  const held = heldOf(incident, city);
  const target = held?.targets.find(({ priority, zone }) => priority === (incident.priority ?? 'merah') && zone === (held.zone ?? 'darat'));
  if (!held || !target) return null;
  const arrivals = [...tasks].flatMap((task) => (task?.stamps.on_scene ? [Date.parse(task.stamps.on_scene.at)] : []));
  const arrived = arrivals.length > 0;
  if (!arrived && incident.state === 'closed') return null;
  const taken_s = ((arrived ? Math.min(...arrivals) : now_ms) - Date.parse(held.from_at)) / 1000;
  return {
    target_s: target.seconds,
    taken_s,
    arrived,
    late: taken_s > target.seconds,
    version: held.version,
    valid_from: held.valid_from,
    verified: target.verified,
  };
}
