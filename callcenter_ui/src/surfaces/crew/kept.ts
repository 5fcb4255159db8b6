import type { Session } from '../../api/documents';
import type { Kind } from '../../api/rows';
import { applySnapshot, type Board } from '../../live/board';
import type { Snapshot } from '../../live/messages';

/** What a tablet needs to show its task again after it was switched off where there is no signal. */
export interface Kept {
  session: Session;
  board: Board;
  kept_at_ms: number;
}

interface Stored {
  session: Session;
  snapshot: Snapshot;
  kept_at_ms: number;
}

const KEY = 'psc119-crew-kept';
const KINDS: readonly Kind[] = ['call', 'incident', 'patient', 'task', 'unit', 'person', 'handover', 'closure', 'capacity'];

/**
 * Keep the board of this moment. Only what the crew may see is on it: its own task, gone from here when it is over.
 * The CSRF token is left out; a fresh one comes with the next session answer.
 */
export function keep(kept: Kept, storage: Storage = localStorage): void {
  if (kept.board.seq === null) return;
  const stored: Stored = {
    session: { ...kept.session, csrf: '' },
    snapshot: toSnapshot(kept.board),
    kept_at_ms: kept.kept_at_ms,
  };
  try {
    storage.setItem(KEY, JSON.stringify(stored));
  } catch {
    // A full or closed storage only costs the copy; the live board goes on.
  }
}

/** The board of the last moment with a link, or null when none is kept. */
export function findKept(storage: Storage = localStorage): Kept | null {
  try {
    const stored = JSON.parse(storage.getItem(KEY) ?? 'null') as Stored | null;
    return stored && { session: stored.session, board: applySnapshot(stored.snapshot), kept_at_ms: stored.kept_at_ms };
  } catch {
    return null;
  }
}

/** Forget patient and caller at once: at sign-out, and when another person takes the tablet. */
export function forget(storage: Storage = localStorage): void {
  storage.removeItem(KEY);
}

function toSnapshot(board: Board): Snapshot {
  return {
    type: 'snapshot',
    stream: board.stream,
    epoch: board.epoch ?? '',
    seq: board.seq ?? 0,
    rows: Object.fromEntries(KINDS.map((kind) => [kind, [...board[kind].values()]])),
    positions: [...board.positions.values()],
    server_time: new Date(0).toISOString(),
  };
}
