import { describe, expect, it } from 'vitest';
import type { CallRow } from '../api/rows';
import { applyChanges, applyPositions, applySnapshot, emptyBoard, type Board } from './board';
import type { Changes, Snapshot } from './messages';

const STREAM = 'psc:uji';
const call = (id: string, state: CallRow['state'] = 'ringing') => ({ id, state }) as CallRow;

function snapshot(seq: number, calls: CallRow[]): Snapshot {
  return {
    type: 'snapshot', stream: STREAM, epoch: 'e1', seq, rows: { call: calls }, positions: [], server_time: '2026-11-22T00:00:00Z',
  };
}

function changes(prev: number, seq: number, rows: [string, CallRow | null][], epoch = 'e1'): Changes {
  return {
    type: 'changes', stream: STREAM, epoch, seq, prev, notices: [],
    changes: rows.map(([id, row]) => ({ kind: 'call' as const, id, row })),
  };
}

function applied(board: Board, message: Changes): Board {
  const step = applyChanges(board, message);
  if (step.kind !== 'applied') throw new Error(`expected applied, got ${step.kind}`);
  return step.board;
}

describe('board', () => {
  it('takes rows in, replaces them and lets them go', () => {
    let board = applySnapshot(snapshot(4, [call('a')]));
    board = applied(board, changes(4, 6, [['a', call('a', 'answered')], ['b', call('b')]]));
    expect(board.seq).toBe(6);
    expect(board.call.get('a')?.state).toBe('answered');
    board = applied(board, changes(6, 7, [['a', null]]));
    expect([...board.call.keys()]).toEqual(['b']);
  });

  it('never changes a board that a view may hold', () => {
    const before = applySnapshot(snapshot(1, [call('a')]));
    applied(before, changes(1, 2, [['a', null]]));
    expect(before.call.has('a')).toBe(true);
  });

  it('asks again after a gap, a new epoch, or before any snapshot', () => {
    const board = applySnapshot(snapshot(5, []));
    expect(applyChanges(board, changes(6, 8, []))).toEqual({ kind: 'gap' });
    expect(applyChanges(board, changes(5, 6, [], 'e2'))).toEqual({ kind: 'gap' });
    expect(applyChanges(emptyBoard(STREAM), changes(0, 1, []))).toEqual({ kind: 'gap' });
  });

  it('ignores what it already knows', () => {
    const board = applySnapshot(snapshot(5, [call('a')]));
    expect(applyChanges(board, changes(3, 5, [['a', null]]))).toEqual({ kind: 'ignored' });
  });

  it('leaves untouched tables identical, so that views of them rest', () => {
    const before = applySnapshot(snapshot(1, []));
    const after = applied(before, changes(1, 2, [['a', call('a')]]));
    expect(after.incident).toBe(before.incident);
    expect(after.call).not.toBe(before.call);
  });

  it('keeps the latest position of each unit', () => {
    const fix = (lat: number) => ({
      unit_id: 'u1', lat, lon: 104, accuracy_m: null, speed_kmh: null, heading_deg: null, at: '2026-11-22T00:00:00Z', source: 'tablet',
    });
    let board = applySnapshot(snapshot(1, []));
    board = applyPositions(board, { type: 'positions', stream: STREAM, positions: [fix(0.9)] });
    board = applyPositions(board, { type: 'positions', stream: STREAM, positions: [fix(0.91)] });
    expect(board.positions.get('u1')?.lat).toBe(0.91);
    expect(board.seq).toBe(1);
  });
});
