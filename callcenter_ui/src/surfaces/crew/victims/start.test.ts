import { describe, expect, it } from 'vitest';
import cases from './start-cases.json';
import { asksCirculation, BREATHING, CIRCULATION, proposeColour, UNSEEN, type Findings, type Method } from './start';

describe('START and JumpSTART on the tablet', () => {
  it('proposes what the server works out, for everything that can be seen', () => {
    expect(cases.length).toBeGreaterThan(200);
    for (const { findings, colour } of cases) expect(proposeColour(findings as Findings), JSON.stringify(findings)).toBe(colour);
  });

  it('needs three taps at most, and never gives black', () => {
    for (const method of Object.keys(BREATHING) as Method[]) {
      for (const { seen } of BREATHING[method]) {
        const findings = { ...UNSEEN, ...seen };
        if (!asksCirculation(findings)) continue; // walks? · breathing · confirm
        for (const last of CIRCULATION) {
          // walks? · breathing · this one, which tags
          expect(proposeColour({ ...findings, ...last.seen })).not.toBe('hitam');
        }
      }
    }
  });
});
