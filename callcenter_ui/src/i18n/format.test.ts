import { describe, expect, it } from 'vitest';
import { ageText, clockText, distanceText, minuteRange, phoneTail, timeText } from './format';

describe('format', () => {
  it('writes a stopwatch', () => {
    expect([clockText(9), clockText(134), clockText(3800), clockText(-3)]).toEqual(['0:09', '2:14', '1:03:20', '0:00']);
  });

  it('writes ages in words', () => {
    expect([ageText(30), ageText(240), ageText(7300), ageText(200_000)]).toEqual(['30 dtk', '4 mnt', '2 jam', '2 hari']);
  });

  it('never promises less than the high end of a range', () => {
    expect([minuteRange(170, 250), minuteRange(20, 40), minuteRange(360, 480)]).toEqual(['2–5', '1', '6–8']);
  });

  it('writes the time of the zone of the PSC', () => {
    expect(timeText('2026-11-22T17:05:09Z', 'Asia/Jakarta')).toBe('00.05');
    expect(timeText('2026-11-22T17:05:09Z', 'Asia/Makassar', true)).toBe('01.05.09');
  });

  it('writes distances and callers as people say them', () => {
    expect([distanceText(340), distanceText(1420)]).toEqual(['350 m', '1,4 km']);
    expect([phoneTail('+628127704411'), phoneTail('119')]).toEqual(['…4411', '119']);
  });
});
