import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '../../api/client';
import type { PscApi } from '../../api/psc';
import { emptyBoard } from '../../live/board';
import type { Live } from '../../live/live.svelte';
import { hasUnsent } from './draft';
import { Saver, type SaverPorts } from './saver.svelte';

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });

const answer = () => Promise.resolve({ command_id: 'c', seq: 1, result: {} });
const refusals: string[] = [];

function saver(api: Partial<Record<keyof PscApi, unknown>>): Saver {
  const live = { board: () => emptyBoard('psc:uji'), reached: () => Promise.resolve() } as unknown as Live;
  const ports: SaverPorts = {
    api: { psc: 'uji', createIncident: vi.fn(answer), setPlace: vi.fn(answer), describe: vi.fn(answer), triage: vi.fn(answer), ...api } as unknown as PscApi,
    live, stream: 'psc:uji', patientOf: () => undefined, refused: (problem) => void refusals.push(problem.message),
  };
  return new Saver(ports);
}

beforeEach(() => {
  kept.clear();
  refusals.length = 0;
});

describe('saver', () => {
  it('makes the incident with the first fact, once, then only adds', async () => {
    const createIncident = vi.fn(answer);
    const setPlace = vi.fn(answer);
    const desk = saver({ createIncident, setPlace });
    desk.edit('i', (draft) => ({ ...draft, call_id: 'c', place: { address: 'Jl. Baru' } }));
    await desk.flush('i');
    desk.edit('i', (draft) => ({ ...draft, place: { patokan: 'masjid' } }));
    await desk.flush('i');
    expect(createIncident).toHaveBeenCalledExactlyOnceWith({ incident_id: 'i', call_id: 'c', address: 'Jl. Baru' });
    expect(setPlace).toHaveBeenCalledExactlyOnceWith('i', { patokan: 'masjid' });
    expect(hasUnsent(desk.draft('i'))).toBe(false);
  });

  it('keeps what was typed while the server is away, through a reload, and sends it when it is back', async () => {
    const away = saver({ createIncident: () => Promise.reject(new Unreachable('down')) });
    away.edit('i', (draft) => ({ ...draft, place: { address: 'dekat masjid' } }));
    await away.flush('i');
    expect(away.draft('i').place.address).toBe('dekat masjid');

    const createIncident = vi.fn(answer);
    const reloaded = saver({ createIncident });
    reloaded.flushAll();
    await reloaded.flush('i');
    expect(createIncident).toHaveBeenCalledOnce();
    expect(refusals).toEqual([]);
  });

  it('sends what was typed during the sending too', async () => {
    let release: () => void = () => undefined;
    const setPlace = vi.fn(answer);
    const desk = saver({ createIncident: () => new Promise((resolve) => (release = () => resolve({ command_id: 'c', seq: 1, result: {} }))), setPlace });
    desk.edit('i', (draft) => ({ ...draft, place: { address: 'Jl. B' } }));
    const first = desk.flush('i');
    desk.edit('i', (draft) => ({ ...draft, place: { address: 'Jl. Baru 7' } }));
    const second = desk.flush('i');
    release();
    await Promise.all([first, second]);
    expect(setPlace).toHaveBeenCalledWith('i', { address: 'Jl. Baru 7' });
    expect(hasUnsent(desk.draft('i'))).toBe(false);
  });

  it('never erases a caller\'s words by an emptied field', async () => {
    const setPlace = vi.fn(answer);
    const desk = saver({ setPlace });
    desk.edit('i', (draft) => ({ ...draft, place: { address: 'Jl. Baru' } }));
    await desk.flush('i');
    desk.edit('i', (draft) => ({ ...draft, place: { address: '  ' } }));
    await desk.flush('i');
    expect(setPlace).not.toHaveBeenCalled();
    expect(desk.draft('i').place).toEqual({});
  });

  it('says a refusal and keeps the text', async () => {
    const problem = new Problem({ type: 'urn:psc119:invalid', title: 'Alamat terlalu panjang', status: 422, code: 'invalid' });
    const desk = saver({ createIncident: () => Promise.reject(problem) });
    desk.edit('i', (draft) => ({ ...draft, place: { address: 'x' } }));
    await desk.flush('i');
    expect(refusals).toEqual(['Alamat terlalu panjang']);
    expect(desk.draft('i').place.address).toBe('x');
  });
});
