import { describe, expect, it } from 'vitest';
import type { AdviceDocument, HelpDocument } from '../../../api/generated';
import type { CallRow, IncidentRow, TaskRow } from '../../../api/rows';
import { callbackOf, doctorOf, findAdviceBlock, lacksAdvice, mayClose, openingText, placesNamed } from './advice';

const ZONE = 'Asia/Jakarta';
const stamp = {} as TaskRow['stamps'][string];

function incident(changed: Partial<IncidentRow> = {}): IncidentRow {
  return { state: 'open', priority: 'hijau', disposition: 'saran', active_task_ids: [], advice: null, ...changed } as IncidentRow;
}

function place(id: string, kind: 'puskesmas' | 'igd', changed: Partial<HelpDocument> = {}): HelpDocument {
  return { facility_id: id, kind, name: id, address: null, phone: null, travel_s: 300, opens_at: null, closes_at: null, verified: true, ...changed };
}

describe('advice alone', () => {
  it('is for a green case to which nobody goes', () => {
    expect(findAdviceBlock(null)).toBe('no_incident');
    expect(findAdviceBlock(incident({ state: 'closed' }))).toBe('closed');
    expect(findAdviceBlock(incident({ priority: null }))).toBe('not_green');
    expect(findAdviceBlock(incident({ priority: 'kuning' }))).toBe('not_green');
    expect(findAdviceBlock(incident({ active_task_ids: ['t'] }))).toBe('units');
    expect(findAdviceBlock(incident())).toBeNull();
  });

  it('is asked for before closing wherever nobody went', () => {
    for (const outcome of ['saran', 'ditangani', 'dibawa_sendiri'] as const) expect(lacksAdvice(incident(), outcome, [])).toBe(true);
    expect(lacksAdvice(incident(), 'menolak', [])).toBe(false);
    expect(lacksAdvice(incident(), 'ditangani', [{ stamps: { acknowledged: stamp } }])).toBe(true);
    expect(lacksAdvice(incident(), 'ditangani', [{ stamps: { on_scene: stamp } }])).toBe(false);
    expect(lacksAdvice(incident(), 'saran', [{ stamps: { on_scene: stamp } }])).toBe(true);
    expect(lacksAdvice(incident({ disposition: 'di_tempat' }), 'ditangani', [])).toBe(false);
    expect(lacksAdvice(incident({ advice: { holds: true } as IncidentRow['advice'] }), 'saran', [])).toBe(false);
    expect(lacksAdvice(incident({ advice: { holds: false } as IncidentRow['advice'] }), 'saran', [])).toBe(true);
  });

  it('is closed by a clinician or with a doctor on the line', () => {
    const clinicians = ['perawat', 'dokter'] as const;
    expect(mayClose(clinicians, null, null)).toBe(false);
    expect(mayClose(clinicians, 'bidan', null)).toBe(false);
    expect(mayClose(clinicians, 'perawat', null)).toBe(true);
    expect(mayClose(clinicians, null, 'dr. Lina')).toBe(true);
    const call = (state: string) => ({ state, doctor: { name: 'dr. Lina' } }) as CallRow;
    expect(doctorOf([undefined, call('closed')])).toBeNull();
    expect(doctorOf([call('held')])).toBe('dr. Lina');
  });

  it('names the nearest places, an IGD among them', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => place(id, 'puskesmas'));
    expect(placesNamed([...many, place('igd', 'igd')]).map(({ facility_id }) => facility_id)).toEqual(['a', 'b', 'c', 'igd']);
    expect(placesNamed([place('igd', 'igd'), ...many]).map(({ facility_id }) => facility_id)).toEqual(['igd', 'a', 'b', 'c']);
  });

  it('says when a place is open, on the city\'s clock', () => {
    expect(openingText(place('a', 'puskesmas', { closes_at: '2026-11-30T07:30:00Z' }), ZONE)).toBe('sekarang buka, sampai 14.30');
    expect(openingText(place('a', 'puskesmas', { opens_at: '2026-11-30T00:30:00Z' }), ZONE)).toBe('buka Senin 07.30');
    expect(openingText(place('a', 'igd'), ZONE)).toBe('IGD, buka 24 jam');
  });

  it('calls the fragile back sooner, and says why', () => {
    const advice = { fragile: [], callback_s: 14400, callback_fragile_s: 3600 } as unknown as AdviceDocument;
    expect(callbackOf(advice, false)).toEqual({ after_s: 14400, reasons: [] });
    expect(callbackOf(advice, true)).toEqual({ after_s: 3600, reasons: ['sendirian'] });
    expect(callbackOf({ ...advice, fragile: ['lansia'] }, false).after_s).toBe(3600);
  });
});
