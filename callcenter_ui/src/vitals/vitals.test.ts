import { describe, expect, test } from 'vitest';
import { describeValues, faultOf, listDoubtful, listFound, readNumber, type Limits } from './vitals';

const limits: Limits = {
  spo2_pct: { possible: [0, 100], usual: [60, 100] },
  temperature_c: { possible: [20, 45], usual: [32, 42] },
};

describe('what is typed', () => {
  test('a number with a comma or a point', () => {
    expect([readNumber('38,4'), readNumber(' 38.4 '), readNumber('7')]).toEqual([38.4, 38.4, 7]);
  });
  test('anything else is no number, never zero', () => {
    for (const text of ['', 'abc', '-3', '1e3', '9/60', '38,']) expect(readNumber(text)).toBeNull();
  });
  test('what cannot be names its range', () => {
    expect(faultOf('spo2_pct', '140', limits)).toBe('0 sampai 100');
    expect(faultOf('spo2_pct', '91', limits)).toBeNull();
    expect(faultOf('spo2_pct', 'x', limits)).toBe('Tulis angka saja');
    expect(faultOf('spo2_pct', '', limits)).toBeNull();
  });
  test('without ranges the centre judges', () => {
    expect(faultOf('spo2_pct', '140', null)).toBeNull();
    expect(listDoubtful({ spo2_pct: 20 }, null)).toEqual([]);
  });
  test('what hardly can be is asked again', () => {
    expect(listDoubtful({ spo2_pct: 55, temperature_c: 37, on_oxygen: true }, limits)).toEqual(['spo2_pct']);
  });
});

test('a set in one line', () => {
  const line = describeValues({ respiratory_rate: 26, spo2_pct: 91, on_oxygen: true, systolic_mmhg: 95, temperature_c: 38.4, consciousness: 'alert', gcs_eye: 4 });
  expect(line).toBe('Napas 26 /mnt · SpO₂ 91 % (dengan oksigen) · Tensi 95/– · Suhu 38,4 °C · sadar penuh · GCS E4V–M–');
});

test('what follows, the worst first, each once', () => {
  const score = { band: null, missing: [], source: 's', needs_signature: true };
  const found = listFound({
    raises: [
      { priority: 'merah', reason: 'NEWS2: gawat: 7 ke atas', source: 's' },
      { priority: 'kuning', reason: 'saturasi 91 %', source: 's' },
    ],
    scores: [
      { ...score, name: 'qSOFA', total: null, low: 0, high: 1, raises_to: null, missing: ['consciousness'] },
      { ...score, name: 'NEWS2', total: 11, low: 11, high: 11, raises_to: 'merah' },
    ],
  });
  expect(found.map(({ text }) => text)).toEqual(['NEWS2 11: MERAH', 'saturasi 91 %: KUNING', 'qSOFA ≥ 0 (belum lengkap)']);
});
