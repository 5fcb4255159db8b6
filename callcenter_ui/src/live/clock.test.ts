import { describe, expect, it } from 'vitest';
import { ServerClock } from './clock';

const at = (ms: number) => new Date(ms).toISOString();

describe('server clock', () => {
  it('corrects a wrong office PC by half the round trip', () => {
    let local = 1_000;
    const clock = new ServerClock(() => local);
    const sent = local;
    local += 100;
    clock.observe(at(600_050), sent);
    expect(clock.now()).toBe(600_100);
  });

  it('does not let a slow answer spoil a good offset', () => {
    let local = 0;
    const clock = new ServerClock(() => local);
    local = 20;
    clock.observe(at(50_010), 0);
    const sent = local;
    local += 4_000;
    clock.observe(at(50_030), sent);
    expect(clock.now()).toBe(54_020);
  });
});
