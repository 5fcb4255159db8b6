import { describe, expect, it } from 'vitest';
import type { IncidentRow, PatientRow } from '../api/rows';
import { bodyOf, emptyDraft, faults, listOpenCases, missing, unconfirmed, valuesOf } from './report';

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

  it('about a patient with an open case says neither where nor which kind', () => {
    const row = (id: string, incident_id: string, number = 1) => ({ id, incident_id, number, triage: null, age_years: 4, pregnant: null }) as unknown as PatientRow;
    const incident = (id: string, number: number, state: string) => ({ id, number, state, triage: { transport: 'ya' } }) as unknown as IncidentRow;
    const board = {
      incident: new Map([['i1', incident('i1', 1, 'open')], ['i2', incident('i2', 2, 'open')], ['i3', incident('i3', 3, 'closed')]]),
      patient: new Map([row('p1', 'i1'), row('p2', 'i2', 2), row('p2a', 'i2'), row('p3', 'i3'), row('p4', 'unseen')].map((one) => [one.id, one])),
    };
    const cases = listOpenCases(board);
    expect(cases.map(({ patient }) => patient.id)).toEqual(['p2a', 'p2', 'p1']);
    expect(cases[0]).toMatchObject({ carried: true, context: { age_years: 4 } });
    const draft = { ...emptyDraft('pkm'), patient: 'p2a', reporter: 'Rina', situation: 'sesak', declared: 'merah' as const, stable: 'ya' as const };
    expect(missing({ ...draft, from: '' })).toEqual([]);
    const body = bodyOf(draft, { incident_id: 'new', limits, byCall: null, attached: cases[0] });
    expect(body).toMatchObject({ incident_id: 'i2', patient_id: 'p2a' });
    for (const field of ['kind', 'from_facility_id', 'address', 'place', 'call']) expect(Object.keys(body)).not.toContain(field);
  });

  it('may say that the patient is where the tablet is, but a transfer begins at a facility', () => {
    const draft = { ...emptyDraft(), here: true, reporter: 'Siti', situation: 'jatuh', declared: 'kuning' as const, stable: 'ya' as const };
    expect(missing(draft)).toEqual([]);
    expect(missing({ ...draft, kind: 'rujukan_antar_faskes' })).toEqual(['from']);
    const body = bodyOf(draft, { incident_id: 'i1', limits, byCall: null, fix: { lat: 0.9, lon: 104.4 } });
    expect(body.place).toEqual({ kind: 'point', lat: 0.9, lon: 104.4, source: 'gps' });
  });

  it('sends what was filled in and nothing else', () => {
    const draft = { ...emptyDraft('pkm'), reporter: ' Rina ', situation: 'sesak', declared: 'kuning' as const, stable: 'tidak_tahu' as const, age: '0,5', breathing: 'tidak' as const };
    const body = bodyOf(draft, { incident_id: 'i1', limits, byCall: null });
    expect(body).toMatchObject({ reporter: 'Rina', from_facility_id: 'pkm', age_years: 0.5, breathing: false, values: {} });
    expect(Object.keys(body)).not.toContain('call');
    expect(Object.keys(body)).not.toContain('background');
    expect(bodyOf({ ...draft, phone: '0812' }, { incident_id: 'i1', limits, byCall: {} }).call).toEqual({ channel: 'puskesmas', phone: '0812' });
  });
});
