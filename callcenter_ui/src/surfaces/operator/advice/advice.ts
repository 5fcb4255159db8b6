/** Advice alone and its safety net, as the operator sees it. The server decides; this says it beforehand. Pure. */

import type { AdviceDocument, HelpDocument } from '../../../api/generated';
import type { CallRow, Grade, IncidentRow, Outcome, TaskRow } from '../../../api/rows';
import { timeText } from '../../../i18n/format';
import { t } from './i18n';

/** So many places are named at most, an IGD among them. */
const PLACES_NAMED = 4;
/** Keys of the danger signs, in the order read; further ones are ticked with Tab and Space. */
export const SIGN_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

type Case = Pick<IncidentRow, 'state' | 'priority' | 'disposition' | 'active_task_ids' | 'advice'>;
export type AdviceBlock = 'no_incident' | 'closed' | 'not_green' | 'units';

/** Why this case cannot be left with advice alone now, or null. */
export function findAdviceBlock(incident: Case | null): AdviceBlock | null {
  if (!incident) return 'no_incident';
  if (incident.state === 'closed') return 'closed';
  if (incident.priority !== 'hijau') return 'not_green';
  return incident.active_task_ids.length > 0 ? 'units' : null;
}

const CAME = ['on_scene', 'with_patient', 'transporting', 'at_destination'] as const;

/** Whether closing with this outcome leaves the patient with advice alone that was not given yet. */
export function lacksAdvice(incident: Case, outcome: Outcome, tasks: readonly Pick<TaskRow, 'stamps'>[]): boolean {
  const nobodyCame = incident.disposition === 'saran' && !tasks.some(({ stamps }) => CAME.some((step) => step in stamps));
  const isAdvice = outcome === 'saran' || (nobodyCame && (outcome === 'ditangani' || outcome === 'dibawa_sendiri'));
  return isAdvice && !incident.advice?.holds;
}

/** The doctor who is on the line with a caller of this case, or null. */
export function doctorOf(calls: readonly (CallRow | undefined)[]): string | null {
  const on = calls.find((call) => call && (call.state === 'answered' || call.state === 'held') && call.doctor);
  return on?.doctor?.name ?? null;
}

export function mayClose(clinicians: readonly Grade[], grade: Grade | null, doctor: string | null): boolean {
  return doctor !== null || (grade !== null && clinicians.includes(grade));
}

/** The first places of the list, and the first IGD where none is among them. */
export function placesNamed(places: readonly HelpDocument[]): HelpDocument[] {
  const first = places.slice(0, PLACES_NAMED);
  const igd = places.find(({ kind }) => kind === 'igd');
  if (!igd || first.includes(igd)) return first;
  return [...first.slice(0, -1), igd];
}

/** When a place sees the patient, in words: until when it is open, or the day and hour it opens. */
export function openingText(place: HelpDocument, zone: string): string {
  if (place.opens_at) {
    const day = new Intl.DateTimeFormat('id-ID', { timeZone: zone, weekday: 'long' }).format(new Date(place.opens_at));
    return t('where.opens', { day, time: timeText(place.opens_at, zone) });
  }
  return place.closes_at ? t('where.until', { time: timeText(place.closes_at, zone) }) : t('where.always');
}

/** Within how long the caller is called back, and why so soon. */
export function callbackOf(advice: AdviceDocument, alone: boolean): { after_s: number; reasons: string[] } {
  const fragile = [...advice.fragile, ...(alone ? (['sendiri'] as const) : [])];
  return { after_s: fragile.length ? advice.callback_fragile_s : advice.callback_s, reasons: fragile.map((reason) => t(`fragile.${reason}`)) };
}
