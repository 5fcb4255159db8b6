import type { Facility } from '../../api/documents';
import { opened, type CallRow, type HandoverRow, type IncidentRow, type PatientRow, type Place } from '../../api/rows';
import type { Board } from '../../live/board';
import { distance_m } from './positions';
import type { CrewTask, QueuedCommand } from './queue/command';
import { foldTaps } from './queue/command';

/** Everything the tablet shows of one task. */
export interface TaskSheet {
  task: CrewTask;
  incident: IncidentRow | null;
  patients: PatientRow[];
  calls: CallRow[];
  handover: HandoverRow | null;
}

/**
 * The one task that fills the screen: an active one first, else one that was called back and not yet read.
 * A task ended by the crew itself is gone from here as soon as it is tapped.
 */
export function findSheet(board: Board, unit_id: string, taps: readonly QueuedCommand[]): TaskSheet | null {
  const tasks = [...board.task.values()]
    .filter((task) => task.unit_id === unit_id)
    .map((task) => foldTaps(task, taps, board.seq ?? 0));
  const called_back = tasks.find((task) => isCalledBack(task) && !task.cancel_seen);
  const task = called_back ?? tasks.find(({ active }) => active);
  if (!task) return null;
  const incident = board.incident.get(task.incident_id) ?? null;
  const list = <T>(ids: readonly string[] | undefined, rows: ReadonlyMap<string, T>): T[] =>
    (ids ?? []).flatMap((id) => rows.get(id) ?? []);
  const handovers = [...board.handover.values()].filter(({ task_id }) => task_id === task.id);
  return {
    task,
    incident,
    patients: list(incident?.patient_ids, board.patient).toSorted((a, b) => a.number - b.number),
    calls: list(incident?.call_ids, board.call).toSorted((a, b) => b.rang_at.localeCompare(a.rang_at)),
    handover: handovers.toSorted((a, b) => b.announced_at.localeCompare(a.announced_at))[0] ?? null,
  };
}

/** Called back by somebody else, and the crew has not said that they read it. */
export function isCalledBack(task: Pick<CrewTask, 'state' | 'cancel_acknowledged_at'>): boolean {
  return (task.state === 'cancelled' || task.state === 'preempted') && task.cancel_acknowledged_at === null;
}

/** The newest number of the people who called about this incident, ready for `tel:`. */
export function findPhone(calls: readonly CallRow[]): string | null {
  for (const call of calls) {
    const phone = opened(call.phone);
    if (phone && !phone.includes('•')) return phone;
  }
  return null;
}

/** A link that every phone's map application understands, or null while there is no point. */
export function findMapLink(place: Place | null, label: string): string | null {
  if (place?.lat == null || place.lon == null) return null;
  const at = `${place.lat.toFixed(6)},${place.lon.toFixed(6)}`;
  return `geo:${at}?q=${at}(${encodeURIComponent(label)})`;
}

export interface Destination {
  facility: Facility;
  /** Needs that the facility is known not to have; null when nothing is known of it. */
  missing: string[] | null;
  distance_m: number | null;
}

/** Hospitals first that have what the patient needs, then the unknown, then the others; the nearer first in each. */
export function rankDestinations(
  facilities: readonly Facility[],
  needs: readonly string[],
  from: Place | null,
): Destination[] {
  const here = from?.lat != null && from.lon != null ? { lat: from.lat, lon: from.lon } : null;
  return facilities
    .map((facility) => ({
      facility,
      missing: facility.capabilities?.length ? needs.filter((need) => !facility.capabilities?.includes(need)) : null,
      distance_m: here ? distance_m(here, facility) : null,
    }))
    .toSorted((a, b) => fitness(a) - fitness(b) || (a.distance_m ?? 0) - (b.distance_m ?? 0));
}

function fitness({ missing }: Destination): number {
  if (missing === null) return 1;
  return missing.length === 0 ? 0 : 2;
}
