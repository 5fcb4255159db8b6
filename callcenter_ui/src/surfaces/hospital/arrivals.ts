import type { HandoverRow, IncidentRow, PatientRow, Position, Priority, Sealed, TaskRow } from '../../api/rows';
import type { Board } from '../../live/board';
import type { MapUnit } from '../../map/features';

export type Phase = 'waiting' | 'coming' | 'here' | 'done';

/** One patient on the way to this hospital, with what this screen may see of it. */
export interface Arrival {
  handover: HandoverRow;
  phase: Phase;
  incident: IncidentRow | null;
  patient: PatientRow | null;
  task: TaskRow | null;
  unit: MapUnit | null;
  position: Position | null;
}

const PHASE_OF: Record<HandoverRow['state'], Phase> = {
  announced: 'waiting',
  unanswered: 'waiting',
  accepted: 'coming',
  arrived: 'here',
  offloaded: 'here',
  redirected: 'done',
  acknowledged: 'done',
};

// Not triaged stands as MERAH in every queue; hitam is nobody's hurry.
const URGENCY: Record<Priority | 'none', number> = { merah: 0, none: 0, kuning: 1, hijau: 2, hitam: 3 };

/**
 * Who comes to this hospital, ordered for the eye: unanswered first, then those on the way, then those at the door.
 * Inside a phase the worse colour comes first, then the earlier arrival; what is done shows the latest first.
 */
export function listArrivals(board: Board, hospital_id: string): Arrival[] {
  return [...board.handover.values()]
    .filter((handover) => handover.hospital_id === hospital_id)
    .map((handover) => toArrival(board, handover))
    .toSorted(compare);
}

function toArrival(board: Board, handover: HandoverRow): Arrival {
  const task = board.task.get(handover.task_id) ?? null;
  return {
    handover,
    phase: PHASE_OF[handover.state],
    incident: board.incident.get(handover.incident_id) ?? null,
    patient: board.patient.get(handover.patient_id) ?? null,
    task,
    unit: task && toMapUnit(task),
    position: (task && board.positions.get(task.unit_id)) ?? null,
  };
}

/** A hospital sees who brings the patient, not the unit's own row. */
function toMapUnit(task: TaskRow): MapUnit {
  return { id: task.unit_id, name: task.unit_name, facility_id: '', duty: 'available', task_id: task.active ? task.id : null };
}

const ORDER: Record<Phase, number> = { waiting: 0, coming: 1, here: 2, done: 3 };

function compare(a: Arrival, b: Arrival): number {
  if (a.phase !== b.phase) return ORDER[a.phase] - ORDER[b.phase];
  if (a.phase === 'done') return endOf(b.handover).localeCompare(endOf(a.handover));
  return (
    URGENCY[a.handover.priority ?? 'none'] - URGENCY[b.handover.priority ?? 'none'] ||
    // Nobody knows when an arrival without an estimate comes: it may be the next one.
    (a.handover.eta_at ?? '').localeCompare(b.handover.eta_at ?? '') ||
    a.handover.id.localeCompare(b.handover.id)
  );
}

function endOf(handover: HandoverRow): string {
  return handover.acknowledged_at ?? handover.answered_at ?? handover.announced_at;
}

/** What the crew wrote; until then what the caller said, which is all that anybody knows. */
export function getSummary({ handover, incident }: Pick<Arrival, 'handover' | 'incident'>): Sealed {
  return handover.summary ?? incident?.complaint_text ?? null;
}

/** Seconds until the estimated arrival; negative when it is past; null without an estimate. */
export function findEta_s(handover: HandoverRow, now_ms: number): number | null {
  return handover.eta_at === null ? null : (Date.parse(handover.eta_at) - now_ms) / 1000;
}

/** How long the handover at the door took, or takes: from arrival until the patient was received. */
export function findOffload_s(handover: HandoverRow, now_ms: number): number | null {
  if (handover.arrived_at === null) return null;
  const end_ms = handover.acknowledged_at ? Date.parse(handover.acknowledged_at) : now_ms;
  return (end_ms - Date.parse(handover.arrived_at)) / 1000;
}
