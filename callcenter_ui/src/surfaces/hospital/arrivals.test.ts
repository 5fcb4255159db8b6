import { describe, expect, it } from 'vitest';
import type { HandoverRow, IncidentRow } from '../../api/rows';
import { emptyBoard, type Board } from '../../live/board';
import { findEta_s, findOffload_s, getSummary, listArrivals } from './arrivals';

const BY = { id: 'a', name: 'A' };
const NOW_MS = Date.parse('2026-01-01T03:00:00Z');

function handover(id: string, fields: Partial<HandoverRow> = {}): HandoverRow {
  return {
    id, incident_id: 'i', incident_code: 'X', patient_id: 'p', task_id: 't', unit_name: 'PSC 1', hospital_id: 'rs-a',
    state: 'announced', priority: 'kuning', needs: [], summary: null, announced_at: '2026-01-01T02:55:00Z',
    announced_by: BY, eta_at: '2026-01-01T03:05:00Z', answer_due_at: '2026-01-01T02:57:00Z', answered_at: null,
    answered_by: null, doctor: null, reason: null, redirected_to: null, redirect_acknowledged_at: null,
    arrived_at: null, offloaded_at: null, acknowledged_at: null, acknowledged_by: null, key_id: 'k', ...fields,
  };
}

function board(...handovers: HandoverRow[]): Board {
  return { ...emptyBoard('psc:x'), handover: new Map(handovers.map((row) => [row.id, row])) };
}

describe('listArrivals', () => {
  it('shows the unanswered first, the worse colour first, then who is here sooner', () => {
    const rows = listArrivals(
      board(
        handover('door', { state: 'arrived', priority: 'merah' }),
        handover('way', { state: 'accepted', priority: 'merah' }),
        handover('late', { eta_at: '2026-01-01T03:20:00Z', priority: 'merah' }),
        handover('soon', { state: 'unanswered', priority: 'merah' }),
        handover('yellow', { eta_at: '2026-01-01T03:01:00Z' }),
        handover('untriaged', { priority: null, eta_at: '2026-01-01T03:10:00Z' }),
      ),
      'rs-a',
    );
    expect(rows.map(({ handover: { id } }) => id)).toEqual(['soon', 'untriaged', 'late', 'yellow', 'way', 'door']);
  });

  it('never shows what goes to another hospital', () => {
    expect(listArrivals(board(handover('a', { hospital_id: 'rs-b' })), 'rs-a')).toEqual([]);
  });
});

it('says what the caller said until the crew has written', () => {
  const incident = { complaint_text: 'sesak berat' } as IncidentRow;
  expect(getSummary({ handover: handover('a'), incident })).toBe('sesak berat');
  expect(getSummary({ handover: handover('a', { summary: 'GCS 15' }), incident })).toBe('GCS 15');
  expect(getSummary({ handover: handover('a'), incident: null })).toBeNull();
});

it('counts down to the estimate and past it, and says nothing without one', () => {
  expect(findEta_s(handover('a'), NOW_MS)).toBe(300);
  expect(findEta_s(handover('a'), NOW_MS + 360_000)).toBe(-60);
  expect(findEta_s(handover('a', { eta_at: null }), NOW_MS)).toBeNull();
});

it('stops the clock at the door when the patient was received', () => {
  const arrived = { arrived_at: '2026-01-01T02:50:00Z' };
  expect(findOffload_s(handover('a', arrived), NOW_MS)).toBe(600);
  expect(findOffload_s(handover('a', { ...arrived, acknowledged_at: '2026-01-01T02:54:00Z' }), NOW_MS)).toBe(240);
  expect(findOffload_s(handover('a'), NOW_MS)).toBeNull();
});
