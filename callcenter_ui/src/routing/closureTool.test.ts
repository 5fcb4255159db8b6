import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/client';
import type { ClosureEffect, RoutingApi } from '../api/routing';
import { ClosureTool } from './closureTool.svelte';

const EFFECT: ClosureEffect = { length_m: 1200, streets: ['Jl. A'], boat_legs: [], cuts_off: [], eta_changes: [], lines: null };
const settle = (ms = 300) => vi.advanceTimersByTimeAsync(ms);

function toolWith(api: Partial<RoutingApi>): ClosureTool {
  return new ClosureTool(api as RoutingApi, { now: () => Date.now(), zone: () => 'Asia/Jakarta', explain: (error) => error.message });
}

function draw(tool: ClosureTool): void {
  tool.show();
  for (const corner of [[104.4, 0.9], [104.41, 0.9], [104.41, 0.91]] as const) tool.mapTool?.point([...corner]);
  tool.mapTool?.finish?.();
}

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-22T14:40:00Z') }));
afterEach(() => void vi.useRealTimers());

describe('closing a road', () => {
  it('shows what it would change once the hand rests, and closes just that', async () => {
    const preview = vi.fn(async () => EFFECT);
    const close = vi.fn(async () => ({ command_id: 'c', seq: 1, result: { closure_id: 'cl', ...EFFECT } }));
    const tool = toolWith({ preview, close } as unknown as Partial<RoutingApi>);
    draw(tool);
    expect([tool.mapTool, tool.missing]).toEqual([null, 'reason']);
    await settle();
    expect(preview).toHaveBeenCalledTimes(1);
    expect(tool.preview).toEqual(EFFECT);
    await tool.confirm();
    expect(close).not.toHaveBeenCalled();
    tool.edit({ ...tool.draft, reason: 'banjir' });
    expect([tool.preview, preview.mock.calls.length]).toEqual([EFFECT, 1]);
    await tool.confirm();
    expect(close).toHaveBeenCalledWith(expect.objectContaining({ kind: 'jalan', reason: 'banjir', from_at: null, until_at: null, note: null }));
    expect(tool.done).toMatchObject({ id: 'cl', planned: false, effect: { streets: ['Jl. A'] } });
    expect([tool.view, tool.draft.corners]).toEqual(['done', []]);
  });

  it('closes nothing whose effect was not seen', async () => {
    const close = vi.fn();
    const tool = toolWith({ preview: async () => EFFECT, close } as unknown as Partial<RoutingApi>);
    draw(tool);
    tool.edit({ ...tool.draft, reason: 'banjir' });
    await tool.confirm();
    expect(close).not.toHaveBeenCalled();
  });

  it('keeps the drawing when it is left, and does not ask any more', async () => {
    const preview = vi.fn(async () => EFFECT);
    const tool = toolWith({ preview } as unknown as Partial<RoutingApi>);
    draw(tool);
    tool.leave();
    await settle();
    expect([preview.mock.calls.length, tool.open, tool.draft.corners.length]).toEqual([0, false, 3]);
    tool.show();
    await settle();
    expect(preview).toHaveBeenCalledTimes(1);
  });

  it('keeps what was prepared when the server refuses, and says why', async () => {
    const refused = new Problem({ type: 'x', title: 'Tidak menutup apa pun', status: 409, code: 'closure_empty' });
    const tool = toolWith({ preview: async () => EFFECT, close: () => Promise.reject(refused) } as unknown as Partial<RoutingApi>);
    draw(tool);
    tool.edit({ ...tool.draft, reason: 'banjir' });
    await settle();
    await tool.confirm();
    expect([tool.trouble, tool.draft.corners.length, tool.sending]).toEqual(['Tidak menutup apa pun', 3, false]);
  });
});
