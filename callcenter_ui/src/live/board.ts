/**
 * The board of one stream and the pure function that moves it on.
 *
 * A screen never interprets domain events: rows arrive as they are after the event. `apply` returns the same object
 * when nothing changed, and copies only the kinds that did, so that a view re-renders what it must.
 */

import type { Kind, Position, RowOf } from '../api/rows';
import type { Changes, Notice, Positions, Snapshot } from './messages';

export type Table<K extends Kind> = ReadonlyMap<string, RowOf[K]>;

export interface Board {
  readonly stream: string;
  readonly epoch: string | null;
  readonly seq: number | null;
  readonly call: Table<'call'>;
  readonly incident: Table<'incident'>;
  readonly patient: Table<'patient'>;
  readonly task: Table<'task'>;
  readonly unit: Table<'unit'>;
  readonly person: Table<'person'>;
  readonly handover: Table<'handover'>;
  readonly closure: Table<'closure'>;
  readonly capacity: Table<'capacity'>;
  readonly positions: ReadonlyMap<string, Position>;
  /** The newest last, at most `KEPT_NOTICES`. */
  readonly notices: readonly Notice[];
}

const KINDS: readonly Kind[] = ['call', 'incident', 'patient', 'task', 'unit', 'person', 'handover', 'closure', 'capacity'];
const KEPT_NOTICES = 200;

export function emptyBoard(stream: string): Board {
  const tables = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Pick<Board, Kind>;
  return { stream, epoch: null, seq: null, ...tables, positions: new Map(), notices: [] };
}

/** What became of a message: applied, ignored as already known, or a gap that only a snapshot can close. */
export type Step = { kind: 'applied'; board: Board } | { kind: 'ignored' } | { kind: 'gap' };

export function applySnapshot(message: Snapshot): Board {
  const board = emptyBoard(message.stream);
  const tables = Object.fromEntries(
    KINDS.map((kind) => [kind, new Map((message.rows[kind] ?? []).map((row) => [row.id, row]))]),
  ) as unknown as Pick<Board, Kind>;
  return {
    ...board,
    ...tables,
    epoch: message.epoch,
    seq: message.seq,
    positions: new Map(message.positions.map((position) => [position.unit_id, position])),
  };
}

export function applyChanges(board: Board, message: Changes): Step {
  if (board.seq === null || message.epoch !== board.epoch) return { kind: 'gap' };
  if (message.seq <= board.seq) return { kind: 'ignored' };
  if (message.prev !== board.seq) return { kind: 'gap' };
  const touched = new Map<Kind, Map<string, RowOf[Kind]>>();
  for (const change of message.changes) {
    let table = touched.get(change.kind);
    if (!table) {
      table = new Map<string, RowOf[Kind]>(board[change.kind]);
      touched.set(change.kind, table);
    }
    if (change.row === null) table.delete(change.id);
    else table.set(change.id, change.row);
  }
  const notices = message.notices.length
    ? [...board.notices, ...message.notices].slice(-KEPT_NOTICES)
    : board.notices;
  return {
    kind: 'applied',
    board: { ...board, ...(Object.fromEntries(touched) as Partial<Pick<Board, Kind>>), seq: message.seq, notices },
  };
}

export function applyPositions(board: Board, message: Positions): Board {
  if (message.positions.length === 0) return board;
  const positions = new Map(board.positions);
  for (const position of message.positions) positions.set(position.unit_id, position);
  return { ...board, positions };
}
