/** The live board as reactive state: `createLive(streams)` follows streams, keeps the last board when the link is lost. */

import { applyChanges, applyPositions, applySnapshot, emptyBoard, type Board } from './board';
import { ServerClock } from './clock';
import type { Notice, ServerMessage, Status } from './messages';
import { WebSocketSource, type Source } from './source';

export type Link = 'connecting' | 'live' | 'away';

export class Live {
  /** Boards by stream id ("psc:tanjungpinang"). */
  boards: Record<string, Board> = $state.raw({});
  link: Link = $state('connecting');
  /** When the board became a copy (link lost), as server milliseconds; null while live. */
  copyOf_ms: number | null = $state(null);
  status: Omit<Status, 'type'> = $state.raw({});
  refusedCode: string | null = $state(null);
  /** Server time, ticking once a second: every age on screen counts from it. */
  now_ms: number = $state(Date.now());

  readonly clock = new ServerClock();
  readonly #source: Source;
  readonly #streams: readonly string[];
  readonly #noticeListeners = new Set<(stream: string, notices: readonly Notice[]) => void>();
  #waiting: { stream: string; seq: number; resolve: () => void }[] = [];
  #pingSentAt_ms = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor(streams: readonly string[], source: Source = new WebSocketSource()) {
    this.#streams = streams;
    this.#source = source;
    this.boards = Object.fromEntries(streams.map((stream) => [stream, emptyBoard(stream)]));
  }

  start(): void {
    this.#source.start({
      message: (message) => this.#receive(message),
      link: (open) => (open ? this.#opened() : this.#lost()),
    });
    this.#ticker = setInterval(() => (this.now_ms = this.clock.now()), 1000);
  }

  stop(): void {
    clearInterval(this.#ticker);
    this.#source.stop();
  }

  board(stream: string): Board {
    return this.boards[stream] ?? emptyBoard(stream);
  }

  /** Called with each batch of notices as they happen; returns the way to stop. */
  onNotices(listener: (stream: string, notices: readonly Notice[]) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  /** Resolves when the board of `stream` shows `seq`: what a command did is then on the screen. */
  reached(stream: string, seq: number): Promise<void> {
    if ((this.board(stream).seq ?? -1) >= seq) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ stream, seq, resolve }));
  }

  #opened(): void {
    this.#pingSentAt_ms = Date.now();
    const streams = Object.fromEntries(
      this.#streams.map((stream) => {
        const { epoch, seq } = this.board(stream);
        return [stream, { epoch, seq }];
      }),
    );
    this.#source.send({ type: 'open', streams });
    // With nothing missed the server need not send anything: the link itself says the board is current.
    if (this.#streams.every((stream) => this.board(stream).seq !== null)) this.#current();
  }

  #lost(): void {
    if (this.link === 'live') this.copyOf_ms = this.clock.now();
    this.link = this.copyOf_ms === null ? 'connecting' : 'away';
  }

  #current(): void {
    this.link = 'live';
    this.copyOf_ms = null;
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'snapshot':
        this.#put(applySnapshot(message));
        this.#current();
        break;
      case 'changes': {
        const step = applyChanges(this.board(message.stream), message);
        if (step.kind === 'gap') this.#source.send({ type: 'resync', stream: message.stream });
        if (step.kind !== 'applied') return;
        this.#put(step.board);
        this.#current();
        for (const listener of this.#noticeListeners) listener(message.stream, message.notices);
        break;
      }
      case 'positions':
        this.#put(applyPositions(this.board(message.stream), message));
        break;
      case 'status': {
        const { type: _, ...links } = message;
        this.status = { ...this.status, ...links };
        break;
      }
      case 'pong':
        if (this.#pingSentAt_ms) this.clock.observe(message.server_time, this.#pingSentAt_ms);
        this.#pingSentAt_ms = 0;
        break;
      case 'refused':
        this.refusedCode = message.code;
        break;
    }
  }

  #put(board: Board): void {
    this.boards = { ...this.boards, [board.stream]: board };
    const reached = this.#waiting.filter(({ stream, seq }) => stream === board.stream && (board.seq ?? -1) >= seq);
    if (reached.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !reached.includes(one));
    for (const { resolve } of reached) resolve();
  }
}
