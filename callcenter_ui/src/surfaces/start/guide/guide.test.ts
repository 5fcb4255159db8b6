import { describe, expect, it } from 'vitest';
import type { CallRow, TaskRow, UnitRow } from '../../../api/rows';
import { emptyBoard, type Board } from '../../../live/board';
import { GUIDES } from './guides';
import { placeCard } from './place';
import { findCurrent, findMyCall, getTarget, type View } from './steps';

const BEGAN = '2026-01-01T02:00:00.500Z';

function view(board: Partial<Board>, shown: string[] = [], fields: Partial<View> = {}): View {
  return {
    board: { ...emptyBoard('psc:x'), ...board },
    account_id: 'me',
    subject_id: 'u1',
    began_at: BEGAN,
    shows: (testid) => shown.includes(testid),
    ...fields,
  };
}

const byId = <T extends { id: string }>(...rows: T[]) => new Map(rows.map((row) => [row.id, row]));
const call = (fields: Partial<CallRow>) => ({ id: 'c', state: 'ringing', operator: null, answered_at: null, ...fields }) as CallRow;
const task = (state: TaskRow['state']) => ({ id: 't', unit_id: 'u1', active: true, state }) as TaskRow;
const unit = (kind: string) => ({ id: 'u1', kind, duty: 'available' }) as UnitRow;

const idAt = (surface: keyof typeof GUIDES, from: number, at: View) => GUIDES[surface][findCurrent(GUIDES[surface], from, at)]?.id;
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
  const step = { id: 'operator.close', target: ['close-kasus', 'close-call'], act: { kind: 'click' }, done: () => false } as const;
  expect(getTarget(step, (testid) => testid === 'close-call')).toBe('close-call');
  expect(getTarget(step, () => false)).toBe('close-kasus');
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
