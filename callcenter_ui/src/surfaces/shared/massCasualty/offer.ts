/** When mass-casualty mode is offered to a person; nobody goes over to it by itself. */

import type { City } from '../../../api/documents';
import type { IncidentRow } from '../../../api/rows';

export type Offer = { kind: 'count'; count: number } | { kind: 'alert' };

/**
 * Why it is offered now, or null: the caller's number or the patients reach the city's threshold, or the card says that
 * there are many.
 */
export function findOffer(
  incident: Pick<IncidentRow, 'state' | 'mass_casualty' | 'patient_ids' | 'triage'>,
  rules: City['mass_casualty'] | undefined,
): Offer | null {
  const { mass_casualty: state, patient_ids, triage } = incident;
  if (incident.state === 'closed' || state?.active || state?.stood_down_at) return null;
  const count = Math.max(state?.victims_told ?? 0, patient_ids.length);
  if (rules && count >= rules.threshold.victims) return { kind: 'count', count: rules.threshold.victims };
  // A case triaged before alerts were kept has none.
  return triage?.alerts?.includes('korban_massal') ? { kind: 'alert' } : null;
}
