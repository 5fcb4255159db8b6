import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketSource } from './source';

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: string[] = [];
  constructor() {
    FakeSocket.all.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 2; // on a dead network the close event does not come
  }
}

const links: boolean[] = [];
const listener = { message: vi.fn(), link: (open: boolean) => void links.push(open) };
const handlers = new Map<string, () => void>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { origin: 'http://papan' });
  vi.stubGlobal('window', { addEventListener: (name: string, run: () => void) => handlers.set(name, run), removeEventListener: vi.fn() });
  FakeSocket.all = [];
  links.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('websocket source', () => {
  it('says at once that the network is gone, and comes back by itself', () => {
    const source = new WebSocketSource();
    source.start(listener);
    FakeSocket.all[0]?.open();
    handlers.get('offline')?.();
    expect(links).toEqual([true, false]);
    vi.advanceTimersByTime(2000);
    FakeSocket.all[1]?.open();
    expect(links).toEqual([true, false, true]);
    source.stop();
  });

  it('treats a long silence as a loss, but not a quiet board that answers pings', () => {
    const source = new WebSocketSource();
    source.start(listener);
    const socket = FakeSocket.all[0];
    socket?.open();
    for (let i = 0; i < 10; i += 1) {
      vi.advanceTimersByTime(5000);
      socket?.onmessage?.({ data: '{"type":"pong","server_time":"2026-11-22T00:00:00Z"}' });
    }
    expect(links).toEqual([true]);
    vi.advanceTimersByTime(20_000);
    expect(links).toEqual([true, false]);
    source.stop();
  });
});
