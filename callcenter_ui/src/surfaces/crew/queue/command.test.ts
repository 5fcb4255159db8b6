import { describe, expect, it } from 'vitest';
import type { TaskRow, TaskState } from '../../../api/rows';
import { findUndoable, foldTaps, getUndoLeft_s, judgeAnswer, type Meaning, type QueuedCommand } from './command';

const BY = { id: 'acc-siti', name: 'Siti' };

function tap(counter: number, meaning: Meaning, fields: Partial<QueuedCommand> = {}): QueuedCommand {
  return {
    counter, meaning, command_id: `c${counter}`, path: '', body: {}, tapped_by: BY, attempts: 0, seq: null,
    occurred_at: `2026-01-01T02:00:0${counter}Z`, phase: 'waiting', refusal: null, ...fields,
  };
}

function reports(counter: number, state: TaskState, fields: Partial<QueuedCommand> = {}): QueuedCommand {
  return tap(counter, { kind: 'report', task_id: 't1', state }, fields);
}

function row(state: TaskState = 'assigned', stamps: TaskRow['stamps'] = {}): TaskRow {
  return {
    id: 't1', incident_id: 'i1', unit_id: 'u1', unit_name: 'PSC 1', kind: 'respon', state, sea: null,
    active: true, crew: [],
    stamps, set_aside: [], assigned_at: '2026-01-01T01:59:00Z', assigned_by: BY, undo_until: '2026-01-01T01:59:10Z',
    eta: null, recommended: true, override_reason: null, decision_id: null, ack_due_at: '2026-01-01T02:00:00Z',
    ack_overdue: false, destination_id: null, ended_reason: null, ended_at: null, cancel_acknowledged_at: null,
    outcome: null,
  };
}

describe('foldTaps', () => {
  it('shows what was tapped before the server has heard of it', () => {
    const task = foldTaps(row(), [reports(1, 'acknowledged'), reports(2, 'en_route')], 5);
    expect(task).toMatchObject({ state: 'en_route', waiting: true, active: true });
    expect(Object.keys(task.stamps)).toEqual(['acknowledged', 'en_route']);
  });

  it('lets the row speak once the board is as far as the tap, and never shows a refused one', () => {
    const delivered = reports(1, 'acknowledged', { phase: 'delivered', seq: 9 });
    expect(foldTaps(row(), [delivered], 8).state).toBe('acknowledged');
    expect(foldTaps(row('en_route'), [delivered], 9)).toMatchObject({ state: 'en_route', waiting: false });
    expect(foldTaps(row(), [reports(1, 'clear', { phase: 'refused' })], 0).state).toBe('assigned');
  });

  it('keeps a crossing inside its leg', () => {
    const task = foldTaps(row('en_route'), [reports(1, 'at_pier'), reports(2, 'aboard')], 0);
    expect(task).toMatchObject({ state: 'en_route', sea: 'aboard' });
    expect(Object.keys(task.stamps)).toEqual(['en_route.at_pier', 'en_route.aboard']);
    const undo = tap(3, { kind: 'undo', task_id: 't1', undone: 'c2' });
    expect(foldTaps(row('en_route'), [reports(1, 'at_pier'), reports(2, 'aboard'), undo], 0).sea).toBe('at_pier');
  });

  it('shows an ambulance that was asked for, and leaves the step as it is', () => {
    const asks = tap(2, { kind: 'ask_transport', task_id: 't1', reason: 'memburuk' });
    const task = foldTaps(row('on_scene'), [asks], 0);
    expect(task).toMatchObject({ state: 'on_scene', waiting: true, active: true });
    expect(task.transport_asked).toEqual({ at: asks.occurred_at, by: BY, reason: 'memburuk' });
  });

  it('never wakes a task that somebody cancelled', () => {
    const cancelled = { ...row('cancelled'), active: false };
    expect(foldTaps(cancelled, [reports(1, 'on_scene')], 0)).toMatchObject({ state: 'cancelled', active: false });
  });

  it('goes back to the step before when a tap is undone', () => {
    const undo = tap(3, { kind: 'undo', task_id: 't1', undone: 'c2' });
    expect(foldTaps(row(), [reports(1, 'acknowledged'), reports(2, 'en_route'), undo], 0).state).toBe('acknowledged');
    const stamp = { at: '2026-01-01T02:00:00Z', raw_at: '2026-01-01T02:00:00Z', source: 'tablet', by: BY, counter: 2 } as const;
    const known = row('en_route', {
      acknowledged: { ...stamp, at: '2026-01-01T01:59:30Z', command_id: 'c1' },
      en_route: { ...stamp, command_id: 'c2' },
    });
    expect(foldTaps(known, [undo], 0)).toMatchObject({ state: 'acknowledged', active: true });
  });

  it('leaves another task alone', () => {
    const other = tap(1, { kind: 'report', task_id: 't2', state: 'clear' });
    expect(foldTaps(row(), [other], 0)).toMatchObject({ state: 'assigned', waiting: false });
  });
});

describe('undo', () => {
  it('is open for ten seconds after the tap, for the last tap only', () => {
    const taps = [reports(1, 'acknowledged'), reports(2, 'en_route')];
    expect(findUndoable(taps, new Date('2026-01-01T02:00:11Z'))?.counter).toBe(2);
    expect(getUndoLeft_s(taps[1]!, new Date('2026-01-01T02:00:11Z'))).toBe(1);
    expect(findUndoable(taps, new Date('2026-01-01T02:00:12Z'))).toBeNull();
  });

  it('is not offered twice', () => {
    const undo = tap(3, { kind: 'undo', task_id: 't1', undone: 'c2' });
    expect(findUndoable([reports(2, 'en_route'), undo], new Date('2026-01-01T02:00:04Z'))).toBeNull();
  });
});

describe('judgeAnswer', () => {
  it.each([
    [{ status: 200, seq: 4 }, 1, { kind: 'delivered', seq: 4 }],
    [{ status: 0 }, 1, { kind: 'later', why: 'no_link' }],
    [{ status: 503 }, 3, { kind: 'later', why: 'no_link' }],
    [{ status: 401 }, 1, { kind: 'later', why: 'signed_out' }],
    [{ status: 403, code: 'csrf' }, 1, { kind: 'later', why: 'signed_out' }],
    [{ status: 403, code: 'forbidden', detail: 'Bukan tugas Anda' }, 1, { kind: 'refused', reason: 'Bukan tugas Anda' }],
    [{ status: 422, code: 'command_reused' }, 2, { kind: 'delivered', seq: null }],
    [{ status: 422, code: 'command_reused', detail: 'x' }, 1, { kind: 'refused', reason: 'x' }],
  ] as const)('%o after %i attempts', (answer, attempts, delivery) => {
    expect(judgeAnswer(answer, attempts)).toEqual(delivery);
  });
});
