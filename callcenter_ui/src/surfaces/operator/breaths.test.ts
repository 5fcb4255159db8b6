import { describe, expect, it } from 'vitest';
import type { Question } from '../../api/protocol';
import { isCounted, judge, OPTION_OF, secondsLeft } from './breaths';

const at = (...seconds: number[]) => seconds.map((second) => second * 1000);

describe('breaths', () => {
  it('calls ten seconds without a YA silence, and not a moment earlier', () => {
    expect(judge(0, [], 9_999, 10)).toBeNull();
    expect(judge(0, [], 10_000, 10)).toBe('silent');
    expect([secondsLeft(0, 0, 10), secondsLeft(0, 9_001, 10), secondsLeft(0, 99_000, 10)]).toEqual([10, 1, 0]);
  });

  it('calls a gap of six seconds a gap, between breaths and after the last', () => {
    expect(judge(0, at(1, 4, 7), 12_999, 10)).toBeNull();
    expect(judge(0, at(1, 4, 7), 13_000, 10)).toBe('gap');
    expect(judge(0, at(1, 7, 8), 8_500, 10)).toBe('gap');
    expect(judge(0, at(9), 12_000, 10)).toBeNull();
  });

  it('counts only for the question that has both answers', () => {
    const asked = (...ids: string[]) => ({ options: ids.map((id) => ({ id })) }) as unknown as Question;
    expect(isCounted(asked('teratur', ...Object.values(OPTION_OF)))).toBe(true);
    expect(isCounted(asked('normal', 'tidak_tahu'))).toBe(false);
  });
});
