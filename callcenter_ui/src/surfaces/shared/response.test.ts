import { describe, expect, it } from 'vitest';
import type { City } from '../../api/documents';
import type { IncidentRow, TaskRow } from '../../api/rows';
import { responseOf } from './response';

const NOW = '2026-11-22T00:20:00Z';
const now_ms = Date.parse(NOW);
const before = (seconds: number) => new Date(now_ms - seconds * 1000).toISOString();
const target = (priority: string, zone: string, seconds: number) => ({ priority, zone, seconds, verified: false });
const times = [target('merah', 'darat', 900), target('merah', 'laut', 2700), target('kuning', 'darat', 1800)];
const city = {
  response_targets: [{ id: 'awal', valid_from: '2026-01-01', targets: times }],
  kelurahan: [{ code: 'pulau', zone: 'laut' }],
} as unknown as City;
const incident = (fields: object) =>
  ({ id: 'i', state: 'open', priority: 'merah', opened_at: before(600), kelurahan_code: null, ...fields }) as unknown as IncidentRow;
const held = (fields: object = {}) => ({
  targets: { version: 'v2', valid_from: '2026-11-01', zone: 'darat', from_at: before(1000), targets: times, ...fields },
});
const onScene = (seconds: number) => ({ stamps: { on_scene: { at: before(seconds) } } }) as unknown as TaskRow;

describe('the response time of a case', () => {
  it('is held against what the case took with it, not against the city of today', () => {
    const later = { ...city, response_targets: [{ ...city.response_targets[0]!, id: 'ketat', targets: [] }] } as City;
    expect(responseOf(incident(held()), [], later, now_ms)).toEqual({
      target_s: 900, taken_s: 1000, arrived: false, late: true, version: 'v2', valid_from: '2026-11-01', verified: false,
    });
  });

  it('follows the colour and the zone', () => {
    expect(responseOf(incident(held({ zone: 'laut' })), [], city, now_ms)).toMatchObject({ target_s: 2700, late: false });
    expect(responseOf(incident({ ...held(), priority: 'kuning' }), [], city, now_ms)?.target_s).toBe(1800);
    expect(responseOf(incident({ ...held({ zone: null }), priority: null }), [], city, now_ms)?.target_s).toBe(900);
    expect(responseOf(incident({ ...held(), priority: 'hijau' }), [], city, now_ms)).toBeNull();
  });

  it('takes the oldest version for a case from before there were any', () => {
    expect(responseOf(incident({ kelurahan_code: 'pulau' }), [], city, now_ms)).toMatchObject({ version: 'awal', target_s: 2700, taken_s: 600 });
  });

  it('stops when the first unit is on scene, also for a case that is closed', () => {
    const closed = incident({ ...held(), state: 'closed' });
    expect(responseOf(closed, [onScene(50), onScene(200), undefined], city, now_ms)).toMatchObject({ arrived: true, taken_s: 800, late: false });
    expect(responseOf(closed, [], city, now_ms)).toBeNull();
  });
});
