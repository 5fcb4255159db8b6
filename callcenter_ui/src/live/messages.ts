/** What travels on the websocket `/api/live`. */

import type { Instant, Kind, Position, RowOf } from '../api/rows';

export type Rows = { [K in Kind]?: RowOf[K][] };

export interface Snapshot {
  type: 'snapshot';
  stream: string;
  epoch: string;
  seq: number;
  rows: Rows;
  positions: Position[];
  server_time: Instant;
}

export interface Change {
  kind: Kind;
  id: string;
  row: RowOf[Kind] | null;
}

export interface Notice {
  seq: number;
  type: string;
  subject_ids: string[];
  actor: { id: string; name: string };
  at: Instant;
}

export interface Changes {
  type: 'changes';
  stream: string;
  epoch: string;
  seq: number;
  prev: number;
  changes: Change[];
  notices: Notice[];
}

export interface Positions {
  type: 'positions';
  stream: string;
  positions: Position[];
}

/** The links that the server's own work hangs on. The API document does not describe the socket: these stand here. */
export interface Status {
  type: 'status';
  database?: 'ok' | 'away';
  telephony?: 'local' | 'ok' | 'away';
  outbox?: 'ok' | 'late';
  bus?: string;
  /** The triage protocol in use: "<version>:signed" or "<version>:unsigned". */
  protocol?: string;
}

export interface Pong {
  type: 'pong';
  server_time: Instant;
}

export interface Refused {
  type: 'refused';
  code: string;
}

export type ServerMessage = Snapshot | Changes | Positions | Status | Pong | Refused;

export type ClientMessage =
  | { type: 'open'; streams: Record<string, { epoch: string | null; seq: number | null }> }
  | { type: 'resync'; stream: string }
  | { type: 'ping' };
