/** Where a board's messages come from: the live websocket now, a replay or a file later. */

import type { ClientMessage, ServerMessage } from './messages';

export interface Listener {
  message(message: ServerMessage): void;
  /** The way to the server is open, or lost. */
  link(open: boolean): void;
}

export interface Source {
  start(listener: Listener): void;
  send(message: ClientMessage): void;
  stop(): void;
}

// A dead link must show within seconds: TCP alone may take minutes to notice.
const PING_EVERY_MS = 5_000;
const SILENCE_LIMIT_MS = 12_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** The websocket of this origin; comes back by itself, and treats a long silence as a loss. */
export class WebSocketSource implements Source {
  #socket: WebSocket | null = null;
  #listener: Listener | null = null;
  #pause_ms = FIRST_PAUSE_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pinger: ReturnType<typeof setInterval> | undefined;
  #heardAt_ms = 0;
  #stopped = false;
  readonly #wake = () => this.#retryNow();
  readonly #cut = () => this.#drop();

  start(listener: Listener): void {
    this.#listener = listener;
    window.addEventListener('online', this.#wake);
    window.addEventListener('offline', this.#cut);
    this.#connect();
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#wake);
    window.removeEventListener('offline', this.#cut);
    clearTimeout(this.#retry);
    clearInterval(this.#pinger);
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/live`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause_ms = FIRST_PAUSE_MS;
      this.#heardAt_ms = Date.now();
      this.#listener?.link(true);
      this.send({ type: 'ping' });
      this.#pinger = setInterval(() => this.#ping(), PING_EVERY_MS);
    };
    socket.onmessage = (event: MessageEvent<string>) => {
      this.#heardAt_ms = Date.now();
      this.#listener?.message(JSON.parse(event.data) as ServerMessage);
    };
    socket.onclose = () => this.#lost();
  }

  #ping(): void {
    if (Date.now() - this.#heardAt_ms > SILENCE_LIMIT_MS) this.#drop();
    else this.send({ type: 'ping' });
  }

  /** Give this socket up at once: on a dead network its own close event may take a minute. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket || socket.readyState > WebSocket.OPEN) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#lost();
  }

  #lost(): void {
    clearInterval(this.#pinger);
    this.#listener?.link(false);
    if (this.#stopped) return;
    // Spread the return of many screens after a restart.
    this.#retry = setTimeout(() => this.#connect(), this.#pause_ms * (0.5 + Math.random()));
    this.#pause_ms = Math.min(this.#pause_ms * 2, LONGEST_PAUSE_MS);
  }

  #retryNow(): void {
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    clearTimeout(this.#retry);
    this.#connect();
  }
}
