import { describe, expect, it } from 'vitest';
import { completions, findCommand } from './commands';
import { instantOf, nextStep, stepsOf } from './steps';

describe('steps of a task', () => {
  it('offers the steps of a crossing only where there is one', () => {
    expect(stepsOf(true)).toContain('aboard');
    expect(stepsOf(false)).not.toContain('aboard');
  });

  it('leads from assigned to clear', () => {
    const path = [];
    for (let step = nextStep('assigned'); step; step = nextStep(step)) path.push(step);
    expect(path).toEqual(['acknowledged', 'en_route', 'on_scene', 'with_patient', 'transporting', 'at_destination', 'clear']);
  });

  it('reads a clock time as the last such moment, in the zone of the PSC', () => {
    const now = Date.parse('2026-11-21T17:05:30Z'); // 00.05 in Jakarta
    expect(instantOf('00.04', now, 'Asia/Jakarta')).toBe('2026-11-21T17:04:00.000Z');
    expect(instantOf('23:50', now, 'Asia/Jakarta')).toBe('2026-11-21T16:50:00.000Z');
    expect(instantOf('0.05', now, 'Asia/Jakarta')).toBe('2026-11-21T17:05:00.000Z');
    expect([instantOf('24.00', now, 'Asia/Jakarta'), instantOf('tadi', now, 'Asia/Jakarta')]).toEqual([null, null]);
  });
});

describe('command line', () => {
  it('understands a word by its unambiguous beginning', () => {
    expect(findCommand('kir')?.name).toBe('kirim');
    expect(findCommand('BATAL')?.name).toBe('batal');
    expect(findCommand('t')).toBeNull();
    expect(findCommand('ngawur')).toBeNull();
  });

  it('offers every command before a word is typed', () => {
    const names = completions('').map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('bantuan');
  });
});
