import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from './command';
import { Outbox } from './outbox.svelte';
import { MemoryStorage } from './storage';

const SITI = { id: 'acc-siti', name: 'Siti' };
const ACCEPTED: Answer = { status: 200, seq: 7 };

/** A server that can be out of reach, and remembers what reached it. */
class FakeServer {
  reachable = true;
  received: { path: string; body: Record<string, unknown> }[] = [];
  answer: (path: string) => Answer = () => ACCEPTED;

  readonly send = async (path: string, body: Record<string, unknown>): Promise<Answer> => {
    if (!this.reachable) throw new TypeError('no network');
    this.received.push({ path, body });
    return this.answer(path);
  };
}

function report(state: 'acknowledged' | 'en_route' | 'on_scene') {
  return { path: `/tasks/t1/report/${state}`, body: { state }, meaning: { kind: 'report', task_id: 't1', state } } as const;
}

describe('Outbox', () => {
  let server: FakeServer;
  let storage: MemoryStorage;
  let now: Date;
  let outbox: Outbox;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    storage = new MemoryStorage();
    now = new Date('2026-01-01T02:00:00Z');
    outbox = new Outbox({ storage, send: server.send, now: () => now });
  });
  afterEach(() => {
    outbox.stop();
    vi.useRealTimers();
  });

  it('delivers taps made in a dead zone later, each once, in order, with the time of the tap', async () => {
    server.reachable = false;
    await outbox.add(report('acknowledged'), SITI);
    now = new Date('2026-01-01T02:05:00Z');
    await outbox.add(report('en_route'), SITI);
    await outbox.flush();
    expect(outbox.waiting).toBe(2);

    server.reachable = true;
    now = new Date('2026-01-01T02:20:00Z');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.received.map(({ body }) => [body.state, body.counter, body.occurred_at, body.sent_at])).toEqual([
      ['acknowledged', 1, '2026-01-01T02:00:00.000Z', '2026-01-01T02:20:00.000Z'],
      ['en_route', 2, '2026-01-01T02:05:00.000Z', '2026-01-01T02:20:00.000Z'],
    ]);
    expect(outbox.waiting).toBe(0);
  });

  it('survives a closed browser, and keeps who tapped after the next shift signed on', async () => {
    server.reachable = false;
    const { command_id } = await outbox.add(report('on_scene'), SITI);
    await outbox.flush();
    outbox.stop();
    server.reachable = true;
    await new Outbox({ storage, send: server.send }).restore();
    expect(server.received).toHaveLength(1);
    expect(server.received[0]?.body).toMatchObject({ command_id, tapped_by: 'acc-siti' });
  });

  it('keeps its place in the line while the server is away, and gives way after a refusal', async () => {
    server.answer = (path) => (path.endsWith('on_scene') ? { status: 409, code: 'refused', detail: 'Sudah selesai' } : ACCEPTED);
    await outbox.add(report('on_scene'), SITI);
    await outbox.flush();
    await outbox.add(report('acknowledged'), SITI);
    await outbox.flush();
    expect(outbox.refused.map(({ refusal }) => refusal)).toEqual(['Sudah selesai']);
    expect(server.received).toHaveLength(2);
  });

  it('holds the taps, and says so, when the session has ended', async () => {
    server.answer = () => ({ status: 401, code: 'not_signed_in' });
    await outbox.add(report('acknowledged'), SITI);
    await outbox.flush();
    expect(outbox.signedOut).toBe(true);
    expect(outbox.waiting).toBe(1);
    server.answer = () => ACCEPTED;
    await outbox.flush();
    expect(outbox.signedOut).toBe(false);
    expect(outbox.waiting).toBe(0);
  });

  it('takes a lost answer for delivered when the server already knows the id', async () => {
    let attempts = 0;
    server.answer = () => (++attempts === 1 ? { status: 503 } : { status: 422, code: 'command_reused' });
    await outbox.add(report('acknowledged'), SITI);
    await outbox.flush();
    await outbox.flush();
    expect(outbox.refused).toEqual([]);
    expect(outbox.waiting).toBe(0);
  });

  it('forgets a tap only if nobody can have heard it', async () => {
    server.reachable = false;
    const first = await outbox.add(report('acknowledged'), SITI);
    const second = await outbox.add(report('en_route'), SITI);
    await outbox.flush();
    expect(await outbox.withdraw(first)).toBe(false);
    expect(await outbox.withdraw(second)).toBe(true);
    expect((await storage.listCommands()).map(({ counter }) => counter)).toEqual([1]);
  });

  it('lets go of a delivered tap once the board shows it and it cannot be undone', async () => {
    await outbox.add(report('acknowledged'), SITI);
    await outbox.flush();
    now = new Date('2026-01-01T02:00:11Z');
    await outbox.prune(6);
    expect(outbox.commands).toHaveLength(1);
    await outbox.prune(7);
    expect(outbox.commands).toHaveLength(0);
  });

  it('keeps the words of a report until they are delivered, and not a moment longer', async () => {
    const told = { path: '/professional-reports', body: { situation: 'sesak' }, meaning: { kind: 'sbar', patient_id: 'p1' } } as const;
    server.reachable = false;
    await outbox.add(told, SITI);
    await outbox.flush();
    expect((await storage.listCommands())[0]?.body).toEqual({ situation: 'sesak' });
    server.reachable = true;
    await outbox.flush();
    expect(server.received[0]?.body.situation).toBe('sesak');
    expect((await storage.listCommands())[0]).toMatchObject({ phase: 'delivered', body: {} });
  });
});
