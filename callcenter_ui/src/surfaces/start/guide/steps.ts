import type { CallRow, IncidentRow, TaskRow } from '../../../api/rows';
import type { Board } from '../../../live/board';
import type { GuideKey } from './i18n';

/** What a step is judged by: the live board, who sits here, and what stands on the screen. */
export interface View {
  readonly board: Board;
  readonly account_id: string;
  /** The unit, hospital or facility of this screen; empty where the whole PSC is on it. */
  readonly subject_id: string;
  /** When the practice began, server time in ISO: what was there before does not count as done. */
  readonly began_at: string;
  /** True while a control with this test id can be seen. */
  readonly shows: (testid: string) => boolean;
}

/** What the hand does at the target. `wait` means that somebody else acts now; `look` ends with the guide's own button. */
export type Act =
  | { kind: 'click' }
  | { kind: 'key'; key: string }
  | { kind: 'type'; text: string }
  | { kind: 'wait' }
  | { kind: 'look' };

export interface GuideStep {
  readonly id: GuideKey;
  /** Test id of the control to use next; where a screen folds, the first of these that can be seen. */
  readonly target: string | readonly string[];
  readonly act: Act;
  readonly done: (view: View) => boolean;
}

/** The test id to point at now. */
export function getTarget({ target }: GuideStep, shows: View['shows']): string {
  if (typeof target === 'string') return target;
  return target.find(shows) ?? target[0] ?? '';
}

/** `look` steps are done by reading: the guide's own button moves on. */
export const READ = (): boolean => false;

/** My practice call: the newest one that I answered since the practice began. */
export function findMyCall({ board, account_id, began_at }: View): CallRow | null {
  return newest(
    [...board.call.values()].filter(({ operator, answered_at }) => operator?.id === account_id && (answered_at ?? '') >= began_at),
    ({ answered_at }) => answered_at ?? '',
  );
}

export function findMyIncident(view: View): IncidentRow | null {
  const id = findMyCall(view)?.incident_id;
  return id ? (view.board.incident.get(id) ?? null) : null;
}

/** The task of this screen's unit that is at work now. */
export function findMyTask({ board, subject_id }: View): TaskRow | null {
  return [...board.task.values()].find(({ unit_id, active }) => unit_id === subject_id && active) ?? null;
}

/** The step to do now: the first from `from` that is not done. Steps never come back once done. */
export function findCurrent(steps: readonly GuideStep[], from: number, view: View): number {
  let index = from;
  while (index < steps.length && steps[index]?.done(view)) index += 1;
  return index;
}

function newest<T>(rows: readonly T[], at: (row: T) => string): T | null {
  return rows.toSorted((a, b) => at(b).localeCompare(at(a)))[0] ?? null;
}
