/** The steps a unit's task goes through, for moving it along on the crew's behalf. Pure. */

import type { ReportFields } from '../../api/psc';
import type { TaskState } from '../../api/rows';

/** A state that somebody can report; the others are decided here. */
export type Step = ReportFields['state'];

const ROAD: readonly Step[] = ['acknowledged', 'en_route', 'staged', 'on_scene', 'with_patient', 'transporting', 'at_destination', 'clear'];
const SEA: readonly Step[] = ['at_pier', 'aboard', 'landed'];

/** Steps an operator may record, in order; those of a crossing only where there is one: a boat, or a crew that takes one. */
export function stepsOf(crosses: boolean): readonly Step[] {
  return crosses ? ROAD.flatMap((step) => (step === 'en_route' ? [step, ...SEA] : [step])) : ROAD;
}

/** The usual next step; staging and the sea leg are exceptions that a person chooses. */
export function nextStep(state: TaskState): Step | null {
  const usual: Partial<Record<TaskState, Step>> = {
    assigned: 'acknowledged', acknowledged: 'en_route', en_route: 'on_scene', at_pier: 'aboard', aboard: 'landed', landed: 'on_scene',
    staged: 'on_scene', on_scene: 'with_patient', with_patient: 'transporting', transporting: 'at_destination', at_destination: 'clear',
  };
  return usual[state] ?? null;
}

/**
 * A clock time typed as "14.05" in the PSC's zone as an instant: the last such time that is not in the future.
 *
 * @returns null when it is no time of day
 */
export function instantOf(text: string, now_ms: number, zone: string): string | null {
  const match = /^([01]?\d|2[0-3])[.:]([0-5]\d)$/.exec(text.trim());
  if (!match) return null;
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(now_ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const back_min = (of('hour') * 60 + of('minute') - (Number(match[1]) * 60 + Number(match[2])) + 1440) % 1440;
  return new Date(Math.floor(now_ms / 60_000) * 60_000 - back_min * 60_000).toISOString();
}
