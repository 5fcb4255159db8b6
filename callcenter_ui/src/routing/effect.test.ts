import { describe, expect, it } from 'vitest';
import type { ClosureEffect } from '../api/routing';
import { closesText, cutsOffText, etaLines, namesText, type Names } from './effect';

const names: Names = { unit: (id) => id.toUpperCase(), incident: (id) => `M-${id}`, leg: (id) => `Pelantar – ${id}` };
const effect = (fields: Partial<ClosureEffect> = {}): ClosureEffect => ({
  length_m: 1240, streets: ['Jl. A', 'Jl. B', 'Jl. C'], boat_legs: [], cuts_off: [], eta_changes: [], lines: null, ...fields,
});
const range = (minutes: number) => ({ duration_s: (minutes + 1) * 60, low_s: minutes * 60, high_s: (minutes + 2) * 60 });

describe('what a closure changes', () => {
  it('says how much on which streets', () => {
    expect(closesText(effect(), names)).toBe('Menutup 1,2 km di 3 jalan: Jl. A, Jl. B, Jl. C');
    expect(closesText(effect({ streets: ['Jl. A'] }), names)).toBe('Menutup 1,2 km di Jl. A');
    expect(closesText(effect({ streets: [] }), names)).toBe('Menutup 1,2 km jalan tanpa nama');
    expect(closesText(effect({ length_m: 0, streets: [], boat_legs: ['penyengat'] }), names)).toBe('Menutup penyeberangan Pelantar – penyengat');
    expect(namesText(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C dan 2 lagi');
  });

  it('says whom it cuts off', () => {
    expect(cutsOffText(effect())).toBeNull();
    expect(cutsOffText(effect({ cuts_off: [{ kind: 'puskesmas', id: 'x', name: 'Puskesmas X' }] }))).toBe('Memutus Puskesmas X');
  });

  it('says the ETAs that read otherwise: units on their way first, then who would have come soonest', () => {
    const eta_changes = [
      { unit_id: 'a', incident_id: '1', before: range(6), after: range(11) },
      { unit_id: 'b', incident_id: '1', before: range(3), after: null },
      { unit_id: 'c', incident_id: '2', before: range(4), after: range(5) },
      { unit_id: 'd', incident_id: '2', before: { duration_s: 360, low_s: 301, high_s: 420 }, after: { duration_s: 364, low_s: 310, high_s: 418 } },
    ];
    const { lines, more } = etaLines(effect({ eta_changes }), names, (unit) => unit === 'c', 2);
    expect(lines.map(({ who, before, after }) => `${who}: ${before} → ${after}`)).toEqual([
      'ETA C ke M-2: 4–6 → 5–7 mnt',
      'ETA B ke M-1: 3–5 → tidak sampai',
    ]);
    expect(more).toBe(1);
  });
});
