import { describe, expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '../../api/client';
import type { CallRow } from '../../api/rows';
import { Languages, type LanguagePorts } from './languages.svelte';

const VERSION = 'f'.repeat(64);
const call = (fields: Partial<CallRow> = {}) => ({ id: 'c', state: 'answered', rang_at: '2026-11-29T09:00:00Z', ...fields }) as CallRow;
const chosen = (code: string) => ({ code, name: code, name_en: code, perlu_tanda_tangan: true });

function house(answer: () => Promise<unknown> = () => Promise.resolve({ seq: 7 })) {
  const kept = new Map<string, string>();
  const sent: Record<string, unknown>[] = [];
  const refused: Problem[] = [];
  const ports = {
    api: { psc: 'uji', chooseLanguage: (id: string, body: object) => (sent.push({ id, ...body }), answer()) },
    live: { reached: () => Promise.resolve() },
    stream: 'psc:uji',
    storage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) },
    refused: (problem: Problem) => void refused.push(problem),
  } as unknown as LanguagePorts;
  return { ports, sent, refused };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the language of a call', () => {
  it('is Indonesian until one is chosen, then at once what was chosen, then what the row says', async () => {
    const { ports, sent } = house();
    const languages = new Languages(ports);
    expect(languages.of(call(), 'i', [])).toBe('id');
    languages.choose(call(), 'i', 'zh-latn', VERSION);
    expect(languages.of(call(), 'i', [])).toBe('zh-latn');
    await settled();
    expect(sent).toMatchObject([{ id: 'c', language: 'zh-latn', protocol_version: VERSION }]);
    expect(languages.of(call({ language: chosen('nan-latn') }), 'i', [])).toBe('nan-latn');
  });

  it('is kept through a reload while the server is away, and sent again under the same id', async () => {
    vi.useFakeTimers();
    const { ports, sent } = house(() => Promise.reject(new Unreachable(null)));
    new Languages(ports).choose(call(), 'i', 'zh-latn', VERSION);
    await vi.advanceTimersByTimeAsync(0);
    const again = new Languages(ports);
    expect(again.of(call(), 'i', [])).toBe('zh-latn');
    again.flush();
    expect(new Set(sent.map(({ command_id }) => command_id)).size).toBe(1);
    expect(sent).toHaveLength(2);
    vi.useRealTimers();
  });

  it('goes back to what was when the server refuses it', async () => {
    const problem = new Problem({ type: '', title: 'Tidak bisa', status: 422, code: 'invalid' });
    const { ports, refused } = house(() => Promise.reject(problem));
    const languages = new Languages(ports);
    languages.choose(call(), 'i', 'hak', VERSION);
    await settled();
    expect(languages.of(call(), 'i', [])).toBe('id');
    expect(refused).toEqual([problem]);
  });

  it('follows the newest call of a case that nobody is on the line of, and stays here without any', () => {
    const { ports, sent } = house();
    const languages = new Languages(ports);
    const over = [call({ state: 'closed', language: chosen('en') }), call({ id: 'd', rang_at: '2026-11-29T09:05:00Z', language: chosen('zh-latn') })];
    expect(languages.of(null, 'i', over)).toBe('zh-latn');
    languages.choose(null, 'i', 'ms-kepri', VERSION);
    expect(languages.of(null, 'i', over)).toBe('ms-kepri');
    expect(sent).toEqual([]);
  });
});
