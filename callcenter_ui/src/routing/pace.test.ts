import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A question that is answered when the test says so. */
function questions() {
  const open: (() => void)[] = [];
  const ask = vi.fn(() => new Promise<void>((resolve) => void open.push(resolve)));
  const answer = async () => {
    open.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { ask, answer };
}

describe('pace', () => {
  it('asks at once, then no more often than its pause however much moves', async () => {
    const { ask, answer } = questions();
    const pace = new Pace(ask, 5000);
    pace.want();
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    for (let moves = 0; moves < 20; moves += 1) pace.want();
    await vi.advanceTimersByTimeAsync(4999);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('never has two questions open, and asks once more for what was wanted meanwhile', async () => {
    const { ask, answer } = questions();
    const pace = new Pace(ask, 5000);
    pace.want();
    await vi.advanceTimersByTimeAsync(20_000);
    pace.want();
    pace.wantNow();
    pace.want();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ask).toHaveBeenCalledTimes(1);
    await answer();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('does not wait when something is other than before, and stops', async () => {
    const { ask, answer } = questions();
    const pace = new Pace(ask, 5000);
    pace.want();
    await vi.advanceTimersByTimeAsync(0);
    await answer();
    pace.want();
    pace.wantNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(2);
    await answer();
    pace.want();
    pace.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
