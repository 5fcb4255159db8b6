import { describe, expect, it } from 'vitest';
import type { SeaStep, TaskState } from '../../api/rows';
import { findNextSteps, getCurrentStep, listSteps, SEA_LEG, type Step } from './steps';

const AMBULANCE = { kind: 'ambulans', mode: 'ambulans' };
const BOAT = { kind: 'kapal', mode: 'kapal' };
const TRC = { kind: 'trc', mode: 'motor' };

function task(state: TaskState, sea: SeaStep | null = null) {
  return { state, sea, active: true };
}

/** Press the big button until the task is over. */
function walk(unit: typeof BOAT): Step[] {
  const walked: Step[] = [];
  let now = task('assigned');
  for (;;) {
    const { main } = findNextSteps(now, unit);
    if (main === null) return walked;
    walked.push(main);
    const sea = SEA_LEG.find((step) => step === main);
    now = sea ? task(now.state, sea) : { ...task(main), active: main !== 'clear' };
  }
}

describe('findNextSteps', () => {
  it('leads each land crew from the order to being free, one big button after the other', () => {
    expect(walk(AMBULANCE)).toEqual(listSteps(AMBULANCE));
    expect(walk(TRC)).toEqual(['acknowledged', 'en_route', 'on_scene', 'with_patient', 'clear']);
  });

  it('takes a boat over the pier, there and back', () => {
    expect(walk(BOAT)).toEqual([
      'acknowledged', 'en_route', 'at_pier', 'aboard', 'landed', 'on_scene', 'with_patient',
      'transporting', 'at_pier', 'aboard', 'landed', 'at_destination', 'clear',
    ]);
  });

  it('keeps the crossing of a land crew behind the big button, from where it is', () => {
    const { main, others } = findNextSteps(task('en_route', 'at_pier'), AMBULANCE);
    expect(main).toBe('on_scene');
    expect(others).toEqual(expect.arrayContaining(['aboard', 'landed']));
    expect(others).not.toContain('at_pier');
    expect(findNextSteps(task('on_scene'), AMBULANCE).others).not.toContain('aboard');
  });

  it('never offers transport to a TRC team', () => {
    expect(findNextSteps(task('on_scene'), TRC).others).not.toContain('transporting');
  });

  it('lets a crew give the task back only before it is on scene, and stage only on the way', () => {
    expect(findNextSteps(task('assigned'), AMBULANCE).others).toContain('declined');
    expect(findNextSteps(task('on_scene'), AMBULANCE).others).not.toContain('declined');
    expect(findNextSteps(task('assigned'), AMBULANCE).others).not.toContain('staged');
    expect(findNextSteps(task('en_route'), AMBULANCE).others).toContain('staged');
    expect(findNextSteps(task('staged'), AMBULANCE).main).toBe('on_scene');
  });

  it('offers nothing on a finished task, and no step twice', () => {
    expect(findNextSteps({ ...task('clear'), active: false }, AMBULANCE)).toEqual({ main: null, others: [] });
    for (const unit of [AMBULANCE, BOAT, TRC]) {
      for (const state of listSteps(unit)) {
        const { main, others } = findNextSteps(task(state), unit);
        const offered = main ? [main, ...others] : others;
        expect(new Set(offered).size).toBe(offered.length);
      }
    }
  });
});

it('names the crossing rather than the leg around it', () => {
  expect(getCurrentStep(task('transporting', 'aboard'))).toBe('aboard');
  expect(getCurrentStep(task('on_scene'))).toBe('on_scene');
});
