import { describe, expect, it } from 'vitest';
import type { Stamp, TaskState } from '../../api/rows';
import { findNextSteps, listSteps } from './steps';

const AMBULANCE = { kind: 'ambulans', mode: 'ambulans' };
const BOAT = { kind: 'kapal', mode: 'kapal' };
const TRC = { kind: 'trc', mode: 'motor' };
const STAMP: Stamp = {
  at: '2026-01-01T00:00:00Z',
  raw_at: '2026-01-01T00:00:00Z',
  source: 'tablet',
  by: { id: 'a', name: 'A' },
  counter: 1,
  command_id: 'c',
};

function task(state: TaskState, ...stamped: TaskState[]) {
  return { state, active: true, stamps: Object.fromEntries([state, ...stamped].map((name) => [name, STAMP])) };
}

describe('findNextSteps', () => {
  it('leads each unit from the order to being free, one big button after the other', () => {
    for (const unit of [AMBULANCE, BOAT, TRC]) {
      const walked: TaskState[] = [];
      let state: TaskState = 'assigned';
      for (;;) {
        const { main } = findNextSteps(task(state, ...walked), unit);
        if (main === null) break;
        walked.push(main);
        state = main;
      }
      expect(walked).toEqual(listSteps(unit));
    }
  });

  it('offers transport to those who carry, and never to a TRC team', () => {
    expect(findNextSteps(task('with_patient'), AMBULANCE).main).toBe('transporting');
    expect(findNextSteps(task('with_patient'), TRC).main).toBe('clear');
    expect(findNextSteps(task('on_scene'), TRC).others).not.toContain('transporting');
  });

  it('takes a boat over the pier on the way out, and straight to the destination on the way back', () => {
    expect(findNextSteps(task('en_route'), BOAT).main).toBe('at_pier');
    expect(findNextSteps(task('landed'), BOAT).main).toBe('on_scene');
    expect(findNextSteps(task('landed', 'transporting'), BOAT).main).toBe('at_destination');
  });

  it('keeps the sea leg of a land crew behind the big button', () => {
    const { main, others } = findNextSteps(task('en_route'), AMBULANCE);
    expect(main).toBe('on_scene');
    expect(others).toEqual(expect.arrayContaining(['at_pier', 'aboard', 'landed']));
    expect(findNextSteps(task('aboard'), AMBULANCE)).toMatchObject({ main: 'on_scene' });
  });

  it('lets a crew refuse only before it accepted, and stage only before the scene', () => {
    expect(findNextSteps(task('assigned'), AMBULANCE).others).toContain('declined');
    expect(findNextSteps(task('assigned'), AMBULANCE).others).not.toContain('staged');
    expect(findNextSteps(task('en_route'), AMBULANCE).others).toContain('staged');
    expect(findNextSteps(task('on_scene'), AMBULANCE).others).not.toContain('staged');
    expect(findNextSteps(task('acknowledged'), AMBULANCE).others).not.toContain('declined');
  });

  it('offers nothing on a finished task, and no state twice', () => {
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
