import { describe, expect, it } from 'vitest';
import { AfterPaint } from './afterPaint';

describe('work behind the frame', () => {
  it('is done once, in the order it was first wanted, as it was last put', () => {
    const frames: (() => void)[] = [];
    const later = new AfterPaint((run) => frames.push(run));
    const done: string[] = [];
    later.put('units', () => done.push('old units'));
    later.put('routes', () => done.push('routes'));
    later.put('units', () => done.push('new units'));
    expect([done, frames.length]).toEqual([[], 1]);
    frames.shift()?.();
    expect(done).toEqual(['new units', 'routes']);
    later.put('units', () => done.push('again'));
    expect(frames).toHaveLength(1);
  });

  it('is not done after all is cleared', () => {
    const frames: (() => void)[] = [];
    const later = new AfterPaint((run) => frames.push(run));
    const done: string[] = [];
    later.put('units', () => done.push('units'));
    later.clear();
    frames.shift()?.();
    expect(done).toEqual([]);
  });
});
