import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../api/documents';
import type { CallRow, IncidentRow, PatientRow, TaskRow } from '../../api/rows';
import { audible, listAlarms } from './alarms';
import { emptyDraft, hasUnsent, loadDrafts, saveDrafts, withoutSent } from './draft';
import { actionOf, type KeyLike } from './keys';
import { beatAt } from './metronome';
import { activeCalls, neighbour, openCallbacks, openIncidents } from './queue';
import { reasonLine } from './reasons';

const NOW = '2026-11-22T00:10:00Z';
const now_ms = Date.parse(NOW);
const before = (seconds: number) => new Date(now_ms - seconds * 1000).toISOString();
const call = (id: string, fields: Partial<CallRow> = {}) =>
  ({ id, state: 'ringing', rang_at: NOW, callback: null, incident_id: null, ...fields }) as CallRow;
const incident = (id: string, fields: Partial<IncidentRow> = {}) =>
  ({ id, state: 'open', priority: null, merah_at: null, opened_at: NOW, task_ids: [], active_task_ids: [], ...fields }) as IncidentRow;
const task = (id: string, fields: Partial<TaskRow> = {}) =>
  ({ id, incident_id: 'i', active: true, state: 'assigned', assigned_at: NOW, ack_overdue: false, eta: null, ...fields }) as TaskRow;
const press = (key: string, fields: Partial<KeyLike> = {}): KeyLike => ({
  key, code: /^\d$/.test(key) ? `Digit${key}` : '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...fields,
});
const quiet = { calls: [], incidents: [], tasks: [], handovers: [], patients: [], now_ms, inHand: null };

describe('queue', () => {
  it('puts the longest ring first and leaves finished calls out', () => {
    const calls = [call('held', { state: 'held' }), call('new'), call('old', { rang_at: before(20) }), call('x', { state: 'closed' })];
    expect(activeCalls(calls).map(({ id }) => id)).toEqual(['old', 'new', 'held']);
  });

  it('orders what waits before what is served, and not triaged as MERAH', () => {
    const rows = [
      incident('served', { priority: 'merah', active_task_ids: ['t'] }),
      incident('green', { priority: 'hijau', opened_at: before(900) }),
      incident('red', { priority: 'merah', opened_at: before(10) }),
      incident('unknown', { opened_at: before(60) }),
      incident('done', { state: 'closed' }),
    ];
    expect(openIncidents(rows).map(({ id }) => id)).toEqual(['unknown', 'red', 'green', 'served']);
  });

  it('lists only open promises, the earliest first', () => {
    const promise = (due: number, open = true) => ({ state: 'unanswered' as const, callback: { open, due_at: before(due), overdue: false, attempts: [] } });
    expect(openCallbacks([call('a', promise(10)), call('b', promise(90)), call('c', promise(500, false))]).map(({ id }) => id)).toEqual(['b', 'a']);
    const dropped = call('d', { ...promise(5), state: 'closed' });
    expect(openCallbacks([dropped, call('e', { ...promise(5), state: 'answered' })]).map(({ id }) => id)).toEqual(['d']);
  });

  it('walks around a list', () => {
    expect([neighbour(['a', 'b'], 'b', 1), neighbour(['a', 'b'], null, -1), neighbour([], null, 1)]).toEqual(['a', 'b', null]);
  });
});

describe('alarms', () => {
  it('calls for a MERAH nobody serves, but not for the one in hand', () => {
    const waiting = incident('i', { priority: 'merah', merah_at: before(45) });
    expect(listAlarms({ ...quiet, incidents: [waiting] }).map(({ alarm }) => alarm)).toEqual(['merah_waiting']);
    expect(listAlarms({ ...quiet, incidents: [waiting], inHand: 'i' })).toEqual([]);
    expect(listAlarms({ ...quiet, incidents: [incident('i', { priority: 'kuning', opened_at: before(900) })] })).toEqual([]);
  });

  it('puts a ring before everything, and a late crew last', () => {
    const found = listAlarms({
      ...quiet,
      calls: [call('c')],
      tasks: [
        task('late', { state: 'en_route', assigned_at: before(1000), eta: { turnout_s: 60, travel_s: 200, low_s: 200, high_s: 300, kind: '', from_post: false } }),
        task('silent', { ack_overdue: true }),
      ],
    });
    expect(found.map(({ alarm, id }) => [alarm, id])).toEqual([['ringing', 'c'], ['not_acknowledged', 'silent'], ['overdue', 'late']]);
  });

  it('says that vital signs raised a colour, as long as the case is open', () => {
    const taken = (id: string, raised: boolean) => ({ id, at: NOW, raised }) as PatientRow['vitals'][number];
    const patients = [{ incident_id: 'i', vitals: [taken('v1', true), taken('v2', false)] } as PatientRow];
    const of = (state: IncidentRow['state']) =>
      listAlarms({ ...quiet, incidents: [incident('i', { state, priority: 'kuning' })], patients }).map(({ id, what }) => [id, what]);
    expect(of('in_response')).toEqual([['v1', 'raised']]);
    expect(of('closed')).toEqual([]);
  });

  it('rings until answered, and brings MERAH back after 30 s', () => {
    const offered = { ambulance_offered_at: before(5), active_task_ids: ['t'], task_ids: ['t'] };
    const asks = task('t', { state: 'on_scene', ambulance: { due_at: NOW, reason: 'diminta', arrive_by: NOW, offered_at: NOW } });
    expect(listAlarms({ ...quiet, incidents: [incident('i', offered)], tasks: [asks] }).map(({ id }) => id)).toEqual(['t:ambulance']);
    expect(listAlarms({ ...quiet, incidents: [incident('i', offered)], tasks: [task('t', { state: 'en_route' })] }).map(({ id }) => id)).toEqual(['i:ambulance']);
    const alarms = listAlarms({ ...quiet, calls: [call('c')], incidents: [incident('i', { opened_at: before(60) })], tasks: [task('t', { ack_overdue: true })] });
    const acknowledged = new Map(alarms.map(({ alarm, id }) => [`${alarm}:${id}`, now_ms]));
    const sounding = (at_ms: number) => audible(alarms, acknowledged, at_ms).map(({ alarm }) => alarm);
    expect(sounding(now_ms + 1000)).toEqual(['ringing']);
    expect(sounding(now_ms + 30_000)).toEqual(['ringing', 'merah_waiting']);
  });
});

describe('keys', () => {
  it('never takes a letter or a digit from somebody typing', () => {
    for (const key of ['r', 'a', '1', '/', 'b', 'z']) expect(actionOf(press(key), true)).toBeNull();
    expect(actionOf(press('r'), false)).toEqual({ action: 'resuscitate' });
  });

  it('starts RJP and answers while typing too', () => {
    expect(actionOf(press('F8'), true)).toEqual({ action: 'resuscitate' });
    expect(actionOf(press('r', { altKey: true }), true)).toEqual({ action: 'resuscitate' });
    expect(actionOf(press('F2'), true)).toEqual({ action: 'answer' });
  });

  it('dispatches by F9 or Ctrl+Enter, never by Enter', () => {
    expect(actionOf(press('F9'), true)).toEqual({ action: 'dispatch' });
    expect(actionOf(press('+'), false)).toEqual({ action: 'ambulance' });
    expect(actionOf(press('+'), true)).toBeNull();
    expect(actionOf(press('Enter', { ctrlKey: true }), true)).toEqual({ action: 'dispatch' });
    expect(actionOf(press('Enter'), false)).toBeNull();
    expect(actionOf(press('Enter', { shiftKey: true }), false)).toBeNull();
  });

  it('leaves the browser its own keys', () => {
    for (const key of ['w', 'n', 't', 'r', 'l']) expect(actionOf(press(key, { ctrlKey: true }), false)).toBeNull();
    for (const key of ['F1', 'F3', 'F5', 'F11', 'F12']) expect(actionOf(press(key), false)).toBeNull();
  });

  it('chooses answers by digits and units by Shift+digit', () => {
    expect(actionOf(press('3'), false)).toEqual({ action: 'choice', index: 2 });
    expect(actionOf(press(';'), false)).toEqual({ action: 'language' });
    expect(actionOf(press(';'), true)).toBeNull();
    expect(actionOf(press('!', { code: 'Digit1', shiftKey: true }), false)).toEqual({ action: 'unit', index: 0 });
  });
});

describe('metronome', () => {
  it('beats 110 times a minute and changes over every two minutes', () => {
    expect(beatAt(0, 110)).toMatchObject({ count: 1, inCycle: 1, cycle: 1 });
    expect(beatAt(59_999, 110).count).toBe(110);
    expect(beatAt(60_000, 110).count).toBe(111);
    expect(beatAt(120_000, 110)).toMatchObject({ count: 221, inCycle: 1, cycle: 2 });
  });

  it('always says when the next beat falls', () => {
    for (let ms = 0; ms < 3000; ms += 37) {
      const { next_ms, count } = beatAt(ms, 110);
      expect(next_ms).toBeGreaterThan(0);
      expect(beatAt(ms + next_ms + 0.01, 110).count).toBe(count + 1);
    }
  });
});

describe('draft', () => {
  it('forgets what was sent, keeps what was typed meanwhile', () => {
    const draft = { ...emptyDraft('c'), place: { address: 'Jl. Baru 2', patokan: 'masjid' }, complaint: 'sesak' };
    const rest = withoutSent(draft, { place: { address: 'Jl. Baru', patokan: 'masjid' }, complaint: 'sesak' });
    expect(rest).toMatchObject({ place: { address: 'Jl. Baru 2' } });
    expect(hasUnsent(rest)).toBe(true);
    expect(hasUnsent(withoutSent(rest, { place: { address: 'Jl. Baru 2' } }))).toBe(false);
  });

  it('survives a reload, and a broken storage', () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    saveDrafts(storage, 'uji', { i: { ...emptyDraft('c'), complaint: 'sesak' } });
    expect(loadDrafts(storage, 'uji').i?.complaint).toBe('sesak');
    expect(loadDrafts({ getItem: () => '{' }, 'uji')).toEqual({});
  });
});

describe('reasons', () => {
  const candidate = (fields: Partial<Record<keyof Candidate, unknown>>) => ({ reasons: [], exclusions: [], busy: null, ...fields }) as unknown as Candidate;
  const code = (name: string, seconds: number | null = null) => ({ code: name, seconds, capabilities: [], incident: null });

  it('says in one line why, and who holds the unit', () => {
    expect(reasonLine(candidate({ reasons: [code('minutes_behind', 190), code('position_from_post')] })))
      .toBe('3 mnt lebih lambat · posisi menurut pos, tanya lewat radio');
    expect(reasonLine(candidate({ exclusions: [code('busy')], busy: { incident_code: 'TPI-0007', since: NOW, by: 'Dewi' } }))).toBe('dipakai TPI-0007');
  });

  it('does not call the fastest of its role late', () => {
    expect(reasonLine(candidate({ reasons: [code('fastest_capable'), code('minutes_behind', 540)] }))).toBe('tercepat yang mampu');
  });

  it('shows a code it does not know rather than nothing', () => {
    expect(reasonLine(candidate({ reasons: [code('new_code')] }))).toBe('new_code');
  });
});
