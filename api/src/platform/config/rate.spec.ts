import { describe, expect, it } from '@jest/globals';
import { parseRate } from './rate.js';

describe('a rate', () => {
  it.each([
    ['30/10s', 30, 10_000],
    ['200/s', 200, 1_000],
    ['10/30m', 10, 1_800_000],
    ['5/h', 5, 3_600_000],
    ['1/2000ms', 1, 2_000],
  ])('%s', (text, count, periodMs) => {
    expect(parseRate(text)).toEqual({ count, periodMs });
  });

  it('may be off', () => {
    expect(parseRate('off')).toBe('off');
  });

  it.each(['', 'on', '0/s', '30', '30/', '/10s', '30/0s', '-1/s', '30/10', '5/500ms', '1.5/s'])(
    '%j is none',
    (text) => {
      expect(() => parseRate(text)).toThrow('is not a rate');
    },
  );
});
