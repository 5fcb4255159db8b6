/**
 * START and JumpSTART as the tablet asks them: what was seen becomes a colour, also without signal.
 *
 * The rules are the server's (`triage/scores/mass_casualty.py`), which works every tag out again. `start-cases.json` is
 * written from there, and the test beside this file holds the two together.
 */

import type { Breathing, Priority } from '../../../api/rows';

export type Method = 'start' | 'jumpstart';

/** What was seen. Null was not looked at, and is never taken as good. */
export interface Findings {
  walks: boolean;
  breathing: Breathing | null;
  rate_ok: boolean | null;
  pulse: boolean | null;
  obeys: boolean | null;
}

export const UNSEEN: Findings = { walks: false, breathing: null, rate_ok: null, pulse: null, obeys: null };

/** The colour that the method proposes; `hitam` is only ever proposed. */
export function proposeColour({ walks, breathing, rate_ok, pulse, obeys }: Findings): Priority {
  if (walks) return 'hijau';
  if (breathing === 'tidak_bernapas') return 'hitam';
  const fair = breathing === 'bernapas' && rate_ok === true && pulse === true && obeys === true;
  return fair ? 'kuning' : 'merah';
}

/** One tap of an answer, and what it says was seen. */
export interface Choice {
  id: string;
  seen: Partial<Findings>;
}

/** The second tap: breathing and its rate, worst last. */
export const BREATHING: Record<Method, readonly Choice[]> = {
  start: [
    { id: 'rate_ok', seen: { breathing: 'bernapas', rate_ok: true } },
    { id: 'rate_bad', seen: { breathing: 'bernapas', rate_ok: false } },
    { id: 'opened', seen: { breathing: 'setelah_jalan_napas_dibuka' } },
    { id: 'none', seen: { breathing: 'tidak_bernapas' } },
  ],
  jumpstart: [
    { id: 'rate_ok', seen: { breathing: 'bernapas', rate_ok: true } },
    { id: 'rate_bad', seen: { breathing: 'bernapas', rate_ok: false } },
    { id: 'opened', seen: { breathing: 'setelah_jalan_napas_dibuka' } },
    { id: 'five_breaths', seen: { breathing: 'setelah_5_napas_bantuan' } },
    { id: 'none', seen: { breathing: 'tidak_bernapas' } },
  ],
};

/** The third tap, asked only of who breathes well enough: it tags at once, each answer showing its colour. */
export const CIRCULATION: readonly Choice[] = [
  { id: 'fair', seen: { pulse: true, obeys: true } },
  { id: 'no_pulse', seen: { pulse: false } },
  { id: 'no_order', seen: { pulse: true, obeys: false } },
];

/** Whether the third question is still to be asked. */
export function asksCirculation(findings: Findings): boolean {
  return !findings.walks && findings.breathing === 'bernapas' && findings.rate_ok === true;
}
