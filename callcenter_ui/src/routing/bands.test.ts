import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Unreachable } from '../api/client';
import type { Isochrone } from '../api/routing';
import type { Pointed } from '../map/pointer';
import { Bands } from './bands.svelte';

const psc: Pointed = { kind: 'unit', id: 'psc-1' };
const post: Pointed = { kind: 'facility', id: 'pkm-1' };
const answer = (mode: Isochrone['mode']): Isochrone => ({ areas: new Map(), mode, lights: true, at: '2026-11-22T14:40:00Z', schematic: false });
const settle = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('reach of who is pointed at', () => {
  it('is asked once the pointer rests, not on its way across', async () => {
    const isochrone = vi.fn(async () => answer('ambulans'));
    const bands = new Bands({ isochrone });
    bands.point(psc);
    await settle(100);
    bands.point(post);
    await settle(100);
    expect(isochrone).not.toHaveBeenCalled();
    await settle(200);
    expect(isochrone).toHaveBeenCalledTimes(1);
    expect(bands.shown?.who).toEqual(post);
  });

  it('is let go with the pointer: the question is broken off and a late answer is not shown', async () => {
    let signal: AbortSignal | undefined;
    let give: (value: Isochrone) => void = () => undefined;
    const bands = new Bands({ isochrone: (_, given) => new Promise((resolve) => ([signal, give] = [given, resolve])) });
    bands.point(psc);
    await settle(300);
    bands.point(null);
    expect(signal?.aborted).toBe(true);
    give(answer('ambulans'));
    await settle(0);
    expect(bands.shown).toBeNull();
  });

  it('is kept for a minute for the same situation, and asked anew in another', async () => {
    const isochrone = vi.fn(async () => answer('ambulans'));
    const bands = new Bands({ isochrone });
    const look = async (situation: string) => {
      bands.point(psc, situation);
      await settle(300);
      bands.point(null);
    };
    await look('here');
    await look('here');
    expect(isochrone).toHaveBeenCalledTimes(1);
    await look('here, a road closed');
    expect(isochrone).toHaveBeenCalledTimes(2);
    await settle(61_000);
    await look('here');
    expect(isochrone).toHaveBeenCalledTimes(3);
  });

  it('says so when the server does not answer', async () => {
    const bands = new Bands({ isochrone: () => Promise.reject(new Unreachable(null)) });
    bands.point(psc);
    await settle(300);
    expect([bands.shown, bands.failed]).toEqual([null, true]);
    bands.point(null);
    expect(bands.failed).toBe(false);
  });
});
