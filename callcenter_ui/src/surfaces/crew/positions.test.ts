import { describe, expect, it } from 'vitest';
import { AT_POST, distance_m, ON_TASK, PositionReporter, type Fix } from './positions';

function fix(second: number, lat = 0.9, accuracy_m = 10): Fix {
  return { unit_id: 'u1', lat, lon: 104.45, accuracy_m, at: new Date(second * 1000).toISOString(), source: 'gps' };
}

describe('PositionReporter', () => {
  it('sends what is new in batches of fifty and keeps it through a lost link', async () => {
    const sent: number[] = [];
    let reachable = false;
    const reporter = new PositionReporter('u1', async (fixes) => {
      if (!reachable) throw new TypeError('no network');
      sent.push(fixes.length);
    });
    for (let i = 0; i < 120; i++) reporter.take(fix(i * 5), ON_TASK);
    await reporter.flush();
    expect(sent).toEqual([]);
    reachable = true;
    await reporter.flush();
    expect(sent).toEqual([50, 50, 20]);
    await reporter.flush();
    expect(sent).toHaveLength(3);
  });

  it('leaves out a fix that says nothing new, and one that says nothing at all', async () => {
    const sent: Fix[] = [];
    const reporter = new PositionReporter('u1', async (fixes) => sent.push(...fixes));
    reporter.take(fix(0), AT_POST);
    reporter.take(fix(5), AT_POST);
    reporter.take(fix(10, 0.91), AT_POST);
    reporter.take(fix(200, 0.95, 5000), AT_POST);
    await reporter.flush();
    expect(sent.map(({ at }) => at)).toEqual([fix(0).at, fix(10).at]);
  });
});

it('measures a degree of latitude', () => {
  expect(distance_m({ lat: 0, lon: 104 }, { lat: 1, lon: 104 })).toBeCloseTo(111_195, -1);
});
