import { describe, expect, it } from 'vitest';
import type { CallRow, HandoverRow, TaskRow, UnitRow } from '../../../api/rows';
import { emptyBoard, type Board } from '../../../live/board';
import { GUIDES } from './guides';
import { placeCard } from './place';
import type { Practice } from './practice';
import { findCurrent, findMyCall, findWords, getTarget, getValue, type GuideStep, type View } from './steps';

const BEGAN = '2026-01-01T02:00:00.500Z';

function view(board: Partial<Board>, shown: string[] = [], fields: Partial<View> = {}): View {
  return {
    board: { ...emptyBoard('psc:x'), ...board },
    account_id: 'me',
    subject_id: 'u1',
    began_at: BEGAN,
    practice: null,
    shows: (testid) => shown.includes(testid),
    ...fields,
  };
}

const byId = <T extends { id: string }>(...rows: T[]) => new Map(rows.map((row) => [row.id, row]));
const call = (fields: Partial<CallRow>) => ({ id: 'c', state: 'ringing', operator: null, answered_at: null, ...fields }) as CallRow;
const task = (state: TaskRow['state']) => ({ id: 't', unit_id: 'u1', active: true, state }) as TaskRow;
const unit = (kind: string) => ({ id: 'u1', kind, duty: 'available' }) as UnitRow;

const idAt = (surface: keyof typeof GUIDES, from: number, at: View) => GUIDES[surface][findCurrent(GUIDES[surface], from, at)]?.id;
const stepOf = (surface: keyof typeof GUIDES, id: string) => GUIDES[surface].find((step) => step.id === id) as GuideStep;
const handover = (fields: Partial<HandoverRow>) =>
  ({ id: 'h', hospital_id: 'rs', state: 'announced', announced_at: '2026-01-01T02:00:20Z', answered_by: null, answered_at: null, acknowledged_at: null, ...fields }) as HandoverRow;
const practice: Practice = {
  role: 'operator',
  call_id: 'mine',
  caller_words: [
    { topic: 'keluhan', words: 'Anak saya sesak.', answer: 'Sesak' },
    { topic: 'alamat', words: 'Di Gang Melati.', answer: 'Gang Melati No. 2' },
    { topic: 'napas', words: 'Tidak tahu.', answer: 'tidak_tahu' },
  ],
};
const indexOf = (surface: keyof typeof GUIDES, id: string) => GUIDES[surface].findIndex((step) => step.id === id);

describe('the operator’s guide', () => {
  it('starts with the shift, and waits for a ring before it asks to answer', () => {
    expect(idAt('operator', 0, view({}, ['shift-start']))).toBe('operator.start_shift');
    expect(idAt('operator', 0, view({}))).toBe('operator.ring');
    expect(idAt('operator', 0, view({ call: byId(call({})) }))).toBe('operator.answer');
  });

  it('counts only what was answered by me, in this practice', () => {
    const operator = { id: 'me', name: '' };
    expect(findMyCall(view({ call: byId(call({ operator, answered_at: '2026-01-01T01:59:59Z' })) }))).toBeNull();
    expect(findMyCall(view({ call: byId(call({ operator: { id: 'you', name: '' }, answered_at: '2026-01-01T02:01:00Z' })) }))).toBeNull();
    const mine = view({ call: byId(call({ operator, state: 'answered', answered_at: '2026-01-01T02:00:00Z' })) });
    expect(idAt('operator', 0, mine)).toBe('operator.address');
  });
});

describe('a practice call', () => {
  const me = { id: 'me', name: '' };
  const answered = { operator: me, state: 'answered', answered_at: '2026-01-01T02:00:05Z' } as const;

  it('is the one that is waited for, whoever else rings', () => {
    const other = call({ id: 'other' });
    expect(idAt('operator', 0, view({ call: byId(other) }, [], { practice }))).toBe('operator.ring');
    expect(idAt('operator', 0, view({ call: byId(other, call({ id: 'mine' })) }, [], { practice }))).toBe('operator.answer');
  });

  it('tells what to type and what to choose in the caller’s words', () => {
    const mine = view({ call: byId(call({ id: 'mine', ...answered })) }, [], { practice });
    const address = stepOf('operator', 'operator.address');
    expect(findWords(address, mine)).toEqual(['Anak saya sesak.', 'Di Gang Melati.']);
    expect(getValue(address, mine)).toBe('Gang Melati No. 2');
    expect(getTarget(stepOf('operator', 'operator.gate_napas'), mine)).toBe('option-tidak_tahu');
  });

  it('puts no words into the mouth of anybody else', () => {
    const other = view({ call: byId(call({ id: 'other', ...answered })) }, [], { practice });
    expect(findWords(stepOf('operator', 'operator.address'), other)).toEqual([]);
    expect(getTarget(stepOf('operator', 'operator.gate_napas'), other)).toBe('option-tidak_normal');
  });

  it('comes before a call that was answered later', () => {
    const later = call({ id: 'later', ...answered, answered_at: '2026-01-01T02:01:00Z' });
    expect(findMyCall(view({ call: byId(call({ id: 'mine', ...answered }), later) }, [], { practice }))?.id).toBe('mine');
  });
});

describe('the hospital’s guide', () => {
  const at = (fields: Partial<HandoverRow>) => view({ handover: byId(handover(fields)) }, [], { subject_id: 'rs' });

  it('waits for an ambulance to this hospital', () => {
    expect(idAt('hospital', 0, at({ hospital_id: 'elsewhere' }))).toBe('hospital.wait');
    expect(idAt('hospital', 0, at({ state: 'arrived', announced_at: '2026-01-01T01:50:00Z' }))).toBe('hospital.wait');
    expect(idAt('hospital', 0, at({}))).toBe('hospital.accept');
  });

  it('goes on when the ambulance arrives before anybody accepted', () => {
    expect(idAt('hospital', 0, at({ state: 'arrived' }))).toBe('hospital.arrive');
  });

  it('ends when the patient was received in this practice', () => {
    const from = indexOf('hospital', 'hospital.acknowledge');
    expect(idAt('hospital', from, at({ state: 'acknowledged', acknowledged_at: '2026-01-01T01:00:00Z' }))).toBe('hospital.acknowledge');
    expect(idAt('hospital', from, at({ state: 'acknowledged', acknowledged_at: '2026-01-01T02:01:00Z' }))).toBeUndefined();
  });
});

describe('the crew’s guide', () => {
  it('follows the task, also when steps were skipped', () => {
    const on_duty = { unit: byId(unit('ambulans')) };
    expect(idAt('crew', 0, view(on_duty))).toBe('crew.wait');
    expect(idAt('crew', 0, view({ ...on_duty, task: byId(task('assigned')) }))).toBe('crew.accept');
    expect(idAt('crew', 0, view({ ...on_duty, task: byId(task('with_patient')) }))).toBe('crew.transport');
    expect(idAt('crew', indexOf('crew', 'crew.clear'), view(on_duty))).toBeUndefined();
  });

  it('never asks a TRC team to drive to a hospital', () => {
    const at = view({ unit: byId(unit('trc')), task: byId(task('with_patient')) });
    expect(idAt('crew', 0, at)).toBe('crew.clear');
  });
});

it('never goes back to a step that was done', () => {
  expect(findCurrent(GUIDES.operator, 5, view({}, ['shift-start']))).toBeGreaterThanOrEqual(5);
});

it('points at the first of several controls that can be seen', () => {
  const close = stepOf('operator', 'operator.close');
  expect(getTarget(close, view({}, ['close-call']))).toBe('close-call');
  expect(getTarget(close, view({}))).toBe('close-kasus');
});

describe('placeCard', () => {
  const screen = { width: 1000, height: 600 };
  const card = { left: 0, top: 0, width: 300, height: 150 };

  it('stays where it is while it hides nothing', () => {
    expect(placeCard(card, { left: 10, top: 10, width: 50, height: 20 }, screen, 'bottom-right')).toBe('bottom-right');
    expect(placeCard(card, null, screen, 'top-left')).toBe('top-left');
  });

  it('gives way to the control it points at', () => {
    expect(placeCard(card, { left: 800, top: 500, width: 150, height: 60 }, screen, 'bottom-right')).toBe('bottom-left');
  });
});
