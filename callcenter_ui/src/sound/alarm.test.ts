import { describe, expect, it } from 'vitest';
import { ALARMS, RHYTHMS, worst } from './alarm';

describe('alarms', () => {
  it('sounds only the worst', () => {
    expect(worst(['overdue', 'ringing', 'not_acknowledged'])).toBe('ringing');
    expect(worst([])).toBeNull();
  });

  it('gives each a rhythm of its own, not only a pitch', () => {
    const shapes = ALARMS.map((alarm) => {
      const { period_s, beats } = RHYTHMS[alarm];
      return JSON.stringify([period_s, beats.map((beat) => [beat.at_s, beat.length_s])]);
    });
    expect(new Set(shapes).size).toBe(ALARMS.length);
  });

  it('never lets a beat run into its next period', () => {
    for (const { period_s, beats } of Object.values(RHYTHMS)) {
      for (const beat of beats) expect(beat.at_s + beat.length_s).toBeLessThanOrEqual(period_s);
    }
  });
});
