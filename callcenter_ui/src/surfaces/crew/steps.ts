import type { SeaStep, TaskRow, TaskState, UnitRow } from '../../api/rows';

type Craft = Pick<UnitRow, 'kind' | 'mode'>;
type Progress = Pick<TaskRow, 'state' | 'sea' | 'active'>;

export const SEA_LEG: readonly SeaStep[] = ['at_pier', 'aboard', 'landed'];

/** What a crew may tap: a state of the task, or a step of a crossing inside one. */
export type Step = TaskState;

/** What the crew of this unit goes through, in order, from the order to being free again. */
export function listSteps(unit: Pick<UnitRow, 'kind'>): TaskState[] {
  const steps: TaskState[] = ['acknowledged', 'en_route', 'on_scene', 'with_patient'];
  if (carriesPatients(unit)) steps.push('transporting', 'at_destination');
  steps.push('clear');
  return steps;
}

/** A TRC team treats on scene; only an ambulance or a boat takes the patient along. */
export function carriesPatients(unit: Pick<UnitRow, 'kind'>): boolean {
  return unit.kind !== 'trc';
}

export interface NextSteps {
  /** The one big button; null when the task is over. */
  main: Step | null;
  /** Everything else that may be reported now, in the order of the work. */
  others: Step[];
}

/**
 * The next step of a task and what may be reported instead.
 *
 * A boat goes over the pier, so its crossing is the main way; a land crew that crosses on somebody else's boat finds
 * the crossing behind the big button. A skipped step is legal (it shows as "tidak dilaporkan"), so every later one is
 * offered too. Waiting at a safe distance and refusing are never the main way: the crew chooses them.
 */
export function findNextSteps(task: Progress, unit: Craft): NextSteps {
  if (!task.active) return { main: null, others: [] };
  const steps = listSteps(unit);
  const reached = task.state === 'staged' ? steps.indexOf('en_route') : steps.indexOf(task.state);
  const ahead = steps.slice(reached + 1);
  const crossing = listCrossingAhead(task);
  const [main = null, ...others] = unit.mode === 'kapal' ? [...crossing, ...ahead] : ahead;
  if (unit.mode !== 'kapal') others.push(...crossing);
  if (ahead.includes('on_scene')) {
    if (task.state === 'en_route') others.unshift('staged');
    others.push('declined');
  }
  return { main, others };
}

function listCrossingAhead({ state, sea }: Progress): SeaStep[] {
  if (state !== 'en_route' && state !== 'transporting') return [];
  return SEA_LEG.slice(sea === null ? 0 : SEA_LEG.indexOf(sea) + 1);
}

/** What the crew is doing now: the step of the crossing says more than the leg around it. */
export function getCurrentStep(task: Pick<TaskRow, 'state' | 'sea'>): Step {
  return task.sea ?? task.state;
}
