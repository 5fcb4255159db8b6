import type { CallRow, IncidentRow, TaskRow } from '../../../api/rows';
import type { Board } from '../../../live/board';
import type { GuideKey } from './i18n';
import { findLines, type Practice } from './practice';

/** What a step is judged by: the live board, who sits here, and what stands on the screen. */
export interface View {
  readonly board: Board;
  readonly account_id: string;
  /** The unit, hospital or facility of this screen; empty where the whole PSC is on it. */
  readonly subject_id: string;
  /** When the practice began, server time in ISO: what was there before does not count as done. */
  readonly began_at: string;
  /** The case that is played for this person; null where none is. */
  readonly practice: Practice | null;
  /** True while a control with this test id can be seen. */
  readonly shows: (testid: string) => boolean;
}

/**
 * What the hand does at the target; what it types is the step's answer. `wait` means that somebody else acts now; `look`
 * ends with the guide's own button.
 */
export type Act = { kind: 'click' } | { kind: 'key'; key: string } | { kind: 'type' } | { kind: 'wait' } | { kind: 'look' };

export interface GuideStep {
  readonly id: GuideKey;
  /** Test id of the control to use next; where a screen folds, the first of these that can be seen. */
  readonly target: string | readonly string[] | ((answer: string) => string);
  /** The row that has the target, where several have one. */
  readonly row?: (view: View) => string | null;
  readonly act: Act;
  /** What the caller says meanwhile; the answer to type or to choose is that of the last one. */
  readonly topics?: readonly string[];
  /** The answer when no caller says one. */
  readonly answer?: string;
  /** Why the target may not be there yet. */
  readonly reason?: GuideKey;
  readonly done: (view: View) => boolean;
}

/** What the caller of this practice says at a step; nothing on any other call. */
export function findWords(step: GuideStep, view: View): string[] {
  return findLines(isOtherCall(view) ? null : view.practice, step.topics).map(({ words }) => words);
}

/** What to type or to choose. */
export function getAnswer({ topics, answer = '' }: GuideStep, view: View): string {
  return findLines(isOtherCall(view) ? null : view.practice, topics).at(-1)?.answer ?? answer;
}

/** The test id to point at now. */
export function getTarget(step: GuideStep, view: View): string {
  const { target } = step;
  if (typeof target === 'function') return target(getAnswer(step, view));
  if (typeof target === 'string') return target;
  return target.find(view.shows) ?? target[0] ?? '';
}

/** What a test or a hand does, as text: the key to press, the words to type. */
export function getValue(step: GuideStep, view: View): string {
  if (step.act.kind === 'key') return step.act.key;
  return step.act.kind === 'type' ? getAnswer(step, view) : '';
}

/** `look` steps are done by reading: the guide's own button moves on. */
export const READ = (): boolean => false;

/** The call that rings for me, once it is on the board. */
export function findPracticeCall({ board, practice }: View): CallRow | null {
  return (practice?.call_id && board.call.get(practice.call_id)) || null;
}

/** My call: the one that was played for me if I answered it, else the newest that I answered since the practice began. */
export function findMyCall(view: View): CallRow | null {
  const { board, account_id, began_at } = view;
  const mine = [...board.call.values()].filter(
    ({ operator, answered_at }) => operator?.id === account_id && (answered_at ?? '') >= began_at,
  );
  return mine.find(({ id }) => id === view.practice?.call_id) ?? newest(mine, ({ answered_at }) => answered_at ?? '');
}

/** True when I answered somebody else than the caller of this practice. */
function isOtherCall(view: View): boolean {
  const call = findMyCall(view);
  return call !== null && call.id !== view.practice?.call_id;
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
