/** Giving a lower colour: to whom, which, and why it is not possible. The server decides; this says it beforehand. Pure. */

import type { Grade, IncidentRow, PatientRow, Priority } from '../../api/rows';

export type Lower = 'kuning' | 'hijau';

const LOWER: Record<Priority, readonly Lower[]> = { merah: ['kuning', 'hijau'], kuning: ['hijau'], hijau: [], hitam: [] };

export function lowerColours(priority: Priority | null): readonly Lower[] {
  return priority ? LOWER[priority] : [];
}

export type LowerBlock = 'no_incident' | 'closed' | 'not_triaged' | 'lowest' | 'black' | 'crew' | 'grade';

/** Why this operator cannot lower this patient's colour now, or null. `doctor` is one on the line with the caller. */
export function findLowerBlock(
  incident: Pick<IncidentRow, 'state' | 'active_task_ids'> | null,
  patient: Pick<PatientRow, 'priority'> | undefined,
  grade: Grade | null,
  doctor: string | null,
): LowerBlock | null {
  if (!incident) return 'no_incident';
  if (incident.state === 'closed') return 'closed';
  if (!patient?.priority) return 'not_triaged';
  if (patient.priority === 'hitam') return 'black';
  if (patient.priority === 'hijau') return 'lowest';
  if (incident.active_task_ids.length > 0) return 'crew';
  return grade === null && doctor === null ? 'grade' : null;
}
