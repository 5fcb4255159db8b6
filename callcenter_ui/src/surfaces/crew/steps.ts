import type { TaskRow, TaskState, UnitRow } from '../../api/rows';

type Craft = Pick<UnitRow, 'kind' | 'mode'>;
type Progress = Pick<TaskRow, 'state' | 'active' | 'stamps'>;

const SEA_LEG: readonly TaskState[] = ['at_pier', 'aboard', 'landed'];

/** What the crew of this unit goes through, in order, from the order to being free again. */
export function listSteps(unit: Craft): TaskState[] {
  const steps: TaskState[] = ['acknowledged', 'en_route'];
  if (unit.mode === 'kapal') steps.push(...SEA_LEG);
  steps.push('on_scene', 'with_patient');
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
  main: TaskState | null;
  /** Everything else that may be reported now, in the order of the work. */
  others: TaskState[];
}

/**
 * The next state of a task and what may be reported instead.
 *
 * A skipped step is legal (it shows as "tidak dilaporkan"), so every later step is offered behind the big button.
 * Waiting at a safe distance (`staged`) and refusing (`declined`) are never the main way: the crew chooses them.
 */
export function findNextSteps(task: Progress, unit: Craft): NextSteps {
  if (!task.active) return { main: null, others: [] };
  const steps = listSteps(unit);
  const [main = null, ...others] = steps.slice(findPosition(task, steps) + 1);
  if (task.state === 'assigned') others.push('declined');
  else if (isBeforeScene(task, steps) && task.state !== 'staged') others.unshift('staged');
  others.push(...listSeaLegAhead(task, steps).filter((state) => state !== main && !others.includes(state)));
  return { main, others };
}

/** Where on the way the task is; a state outside this unit's own way stands inside the leg it belongs to. */
function findPosition(task: Progress, steps: readonly TaskState[]): number {
  if (task.state === 'assigned') return -1;
  if (task.state === 'staged') return steps.indexOf('on_scene') - 1;
  if (SEA_LEG.includes(task.state) && isReturning(task)) return steps.indexOf('transporting');
  const position = steps.indexOf(task.state);
  return position >= 0 ? position : steps.indexOf('en_route');
}

function isReturning(task: Progress): boolean {
  return 'transporting' in task.stamps;
}

function isBeforeScene(task: Progress, steps: readonly TaskState[]): boolean {
  return findPosition(task, steps) < steps.indexOf('on_scene');
}

/** A land crew crosses on somebody else's boat now and then: its sea leg stands behind the big button. */
function listSeaLegAhead(task: Progress, steps: readonly TaskState[]): TaskState[] {
  const outbound = task.state !== 'assigned' && isBeforeScene(task, steps);
  const inbound = isReturning(task) && task.state !== 'at_destination';
  if (!outbound && !inbound) return [];
  return SEA_LEG.slice(SEA_LEG.indexOf(task.state) + 1);
}
