import { describe, expect, it } from 'vitest';
import type { Hotline } from '../../api/documents';
import type { IncidentRow } from '../../api/rows';
import type { Alarmed } from './alarms';
import { findLowerBlock, lowerColours } from './lowering';
import { partnerText } from '../../routing/journey';
import { shortfallText } from './partners';
import { lastHour, NO_ALARMS, tallied } from './tally';

describe('lowering a colour', () => {
  const open = { state: 'in_response', active_task_ids: [] } as Pick<IncidentRow, 'state' | 'active_task_ids'>;

  it('offers only what is lower, and never black', () => {
    expect([lowerColours('merah'), lowerColours('kuning'), lowerColours('hijau'), lowerColours('hitam'), lowerColours(null)])
      .toEqual([['kuning', 'hijau'], ['hijau'], [], [], []]);
  });

  it('says why not, as the server would', () => {
    const merah = { priority: 'merah' } as const;
    expect(findLowerBlock(null, merah, 'dokter', null)).toBe('no_incident');
    expect(findLowerBlock({ ...open, state: 'closed' }, merah, 'dokter', null)).toBe('closed');
    expect(findLowerBlock(open, undefined, 'dokter', null)).toBe('not_triaged');
    expect(findLowerBlock(open, { priority: null }, 'dokter', null)).toBe('not_triaged');
    expect(findLowerBlock(open, { priority: 'hijau' }, 'dokter', null)).toBe('lowest');
    expect(findLowerBlock(open, { priority: 'hitam' }, 'dokter', null)).toBe('black');
    expect(findLowerBlock({ ...open, active_task_ids: ['t'] }, merah, 'dokter', null)).toBe('crew');
    expect(findLowerBlock(open, merah, null, null)).toBe('grade');
  });

  it('lets a clinical grade lower, and nobody without one', () => {
    expect(findLowerBlock(open, { priority: 'merah' }, 'perawat', null)).toBeNull();
    expect(findLowerBlock(open, { priority: 'kuning' }, 'bidan', null)).toBeNull();
    expect(findLowerBlock(open, { priority: 'kuning' }, null, null)).toBe('grade');
    expect(findLowerBlock(open, { priority: 'merah' }, null, 'dr. Lina')).toBeNull();
  });
});

describe('partners', () => {
  const line = (id: string, fields: Partial<Hotline> = {}): Hotline => ({ id, name: id.toUpperCase(), number: '115', verified: true, source: 'uji', ...fields });

  it('names a number only as sure as it is', () => {
    expect(partnerText(line('sar'))).toBe('SAR 115');
    expect(partnerText(line('sar', { verified: false }))).toBe('SAR 115 (nomor belum diverifikasi)');
    expect(partnerText(line('sar', { number: null, verified: false }))).toBe('SAR (nomor belum diketahui)');
  });

  it('says all that is missing in one line, each partner once in the order of calling, and no code', () => {
    const shortfalls = [{ capability: 'als', next_best: ['rs', 'sar'] }, { capability: 'kapal', next_best: ['sar', 'tidak_ada'] }];
    expect(shortfallText(shortfalls, [line('rs', { number: '1' }), line('sar'), line('lain')], { als: 'Bantuan hidup lanjut', kapal: 'Kapal' }))
      .toBe('Tidak ada yang bebas untuk: Bantuan hidup lanjut, Kapal. Hubungi: RS 1, SAR 115.');
    expect(shortfallText([], [line('rs')], {})).toBe('');
  });
});

describe('the tally of alarms', () => {
  const HOUR_MS = 3_600_000;
  const alarm = (id: string, name: Alarmed['alarm'] = 'overdue') => ({ alarm: name, id }) as Alarmed;

  it('counts an alarm once while it sounds, again when it comes back, and rings apart', () => {
    let tally = tallied(NO_ALARMS, [alarm('a'), alarm('c', 'ringing')], 0);
    expect(tallied(tally, [alarm('c', 'ringing'), alarm('a')], 1000)).toBe(tally);
    tally = tallied(tally, [], 2000);
    tally = tallied(tally, [alarm('a')], 3000);
    expect(lastHour(tally, 3000)).toEqual({ alarms: 2, rings: 1 });
  });

  it('forgets what is older than an hour', () => {
    const tally = tallied(tallied(NO_ALARMS, [alarm('a')], 0), [alarm('a'), alarm('b')], HOUR_MS / 2);
    expect(lastHour(tally, HOUR_MS - 1).alarms).toBe(2);
    expect(lastHour(tally, HOUR_MS).alarms).toBe(1);
    expect(tallied(tally, [], 2 * HOUR_MS).raised).toEqual([]);
  });
});
