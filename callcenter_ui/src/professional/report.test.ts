import { describe, expect, it } from 'vitest';
import { bodyOf, emptyDraft, faults, missing, unconfirmed, valuesOf } from './report';

const LIMITS = { pulse: { possible: [0, 350], usual: [25, 230] }, spo2_pct: { possible: [0, 100], usual: [60, 100] } } as const;
const limits = LIMITS as unknown as Parameters<typeof faults>[1];

describe('a professional report', () => {
  it('says what it cannot do without', () => {
    expect(missing(emptyDraft())).toEqual(['address', 'reporter', 'situation', 'declared', 'stable']);
    expect(missing({ ...emptyDraft(), kind: 'rujukan_antar_faskes' })[0]).toBe('from');
    const whole = { ...emptyDraft('pkm'), reporter: 'Rina', situation: 'sesak', declared: 'kuning' as const, stable: 'ya' as const };
    expect(missing(whole)).toEqual([]);
  });

  it('leaves out what cannot be and asks again what hardly can be', () => {
    const draft = emptyDraft('pkm');
    draft.typed.spo2_pct = '140';
    draft.typed.pulse = '240';
    expect(faults(draft, limits)).toEqual(['spo2_pct']);
    expect(valuesOf(draft, limits)).toEqual({ pulse: 240 });
    expect(unconfirmed(draft, limits)).toEqual(['pulse']);
    expect(unconfirmed({ ...draft, confirmed: ['pulse'] }, limits)).toEqual([]);
  });

  it('sends what was filled in and nothing else', () => {
    const draft = { ...emptyDraft('pkm'), reporter: ' Rina ', situation: 'sesak', declared: 'kuning' as const, stable: 'tidak_tahu' as const, age: '0,5', breathing: 'tidak' as const };
    const body = bodyOf(draft, 'i1', limits, null);
    expect(body).toMatchObject({ reporter: 'Rina', from_facility_id: 'pkm', age_years: 0.5, breathing: false, values: {} });
    expect(Object.keys(body)).not.toContain('call');
    expect(Object.keys(body)).not.toContain('background');
    expect(bodyOf({ ...draft, phone: '0812' }, 'i1', limits, {}).call).toEqual({ channel: 'puskesmas', phone: '0812' });
  });
});
