import { describe, expect, it } from 'vitest';
import type { PatientRow, TaskRow } from '../../../api/rows';
import type { Meaning, QueuedCommand } from '../queue/command';
import { countColours, listToReassess, listVictims, nextNumber } from './victims';

const BY = { id: 'acc-siti', name: 'Siti' };

function tap(counter: number, meaning: Meaning, fields: Partial<QueuedCommand> = {}): QueuedCommand {
  return {
    counter, meaning, command_id: `c${counter}`, path: '', body: {}, tapped_by: BY, attempts: 0, seq: null,
    occurred_at: `2026-01-01T02:00:0${counter}Z`, phase: 'waiting', refusal: null, ...fields,
  };
}

function tag(counter: number, victim_id: string, number: string, colour: 'merah' | 'kuning' | 'hitam', fields: Partial<QueuedCommand> = {}, patient_id?: string) {
  return tap(counter, { kind: 'tag', incident_id: 'i1', victim_id, number, colour, ...(patient_id ? { patient_id } : {}) }, fields);
}

function patient(id: string, fields: Partial<PatientRow> = {}): PatientRow {
  return {
    id, incident_id: 'i1', number: 1, name: null, age_years: null, sex: null, pregnant: null, priority: null, gate: null,
    answers: null, triage: null, tag: null, sector_id: null, hospital_id: null, carried_by: null, whereabouts: 'at_scene',
    moved_at: null, vitals: [], sbar: null, lowered_at: null, outcome: null, key_id: 'k', ...fields,
  };
}

const tagged = (victim_id: string, number: string): PatientRow['tag'] => ({
  number, victim_id, before: null, tagged_at: '2026-01-01T02:00:00Z', tagged_by: BY, held: null, reports: [],
});

describe('listVictims', () => {
  it('shows a victim before the server has heard of them, and once afterwards', () => {
    const taps = [tag(1, 'v1', 'A01', 'merah', { phase: 'delivered', seq: 9 })];
    expect(listVictims([], taps, 'i1', 8)).toMatchObject([{ id: 'v1', number: 'A01', colour: 'merah', waiting: true }]);
    const rows = [patient('v1', { priority: 'merah', tag: tagged('v1', 'A01') })];
    expect(listVictims(rows, taps, 'i1', 9)).toMatchObject([{ id: 'v1', waiting: false }]);
  });

  it('follows the patient known by telephone under the name that the device gave', () => {
    const taps = [tag(1, 'v1', 'A01', 'merah', {}, 'p1'), tag(2, 'v1', 'A01', 'kuning')];
    expect(listVictims([patient('p1')], taps, 'i1', 0)).toMatchObject([{ id: 'p1', number: 'A01', colour: 'kuning' }]);
    const row = patient('p1', { priority: 'merah', tag: tagged('v1', 'A01') });
    expect(listVictims([row], [tag(3, 'v1', 'A01', 'hitam')], 'i1', 5)).toMatchObject([{ id: 'p1', colour: 'hitam' }]);
  });

  it('loses nobody when two devices took the same patient for two victims', () => {
    const row = patient('p1', { priority: 'merah', tag: tagged('v1', 'A01') });
    expect(listVictims([row], [tag(1, 'v2', 'B01', 'kuning', {}, 'p1')], 'i1', 5)).toHaveLength(2);
  });

  it('lays a move over the row', () => {
    const taps = [tap(1, { kind: 'move_victim', incident_id: 'i1', victim_id: 'p1', to: { departed_to: 'rs-a' } })];
    expect(listVictims([patient('p1')], taps, 'i1', 0)[0]).toMatchObject({ hospital_id: 'rs-a', whereabouts: 'on_the_way' });
  });
});

it('counts colours by tags: what the telephone said is not yet a tag', () => {
  const victims = listVictims([patient('p1', { priority: 'merah' })], [tag(1, 'v1', 'A01', 'kuning')], 'i1', 0);
  expect(countColours(victims)).toEqual({ merah: 0, kuning: 1, hijau: 0, hitam: 0, belum: 1 });
});

it('numbers tags by unit', () => {
  const victims = listVictims([patient('p1', { tag: tagged('v1', 'B09'), priority: 'merah' })], [tag(1, 'v2', 'A11', 'merah')], 'i1', 0);
  const incident = { task_ids: ['t1', 't2', 't3'] };
  expect([nextNumber(incident, 't1', victims), nextNumber(incident, 't2', victims), nextNumber(incident, 't3', victims)]).toEqual(['A12', 'B10', 'C01']);
});

it('asks to look again at black when hands are free', () => {
  const victims = listVictims([], [tag(1, 'v1', 'A01', 'hitam'), tag(2, 'v2', 'A02', 'merah')], 'i1', 0);
  const on_scene = (at: string) => [{ active: true, stamps: { on_scene: { at } } }] as unknown as TaskRow[];
  expect(listToReassess(victims, on_scene('2026-01-01T01:59:00Z'))).toEqual([]);
  expect(listToReassess(victims, on_scene('2026-01-01T02:05:00Z'))).toHaveLength(1);
  expect(listToReassess(victims.slice(1), [])).toHaveLength(1);
});
