import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.js';

describe('a duration', () => {
  it.each([
    ['0s', 0],
    ['500ms', 500],
    ['15s', 15_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '15', 's', '-1s', '1.5s', '15 s', '15S', '1h30m', '1w', '9999999999d', '15s\n'])(
    '%j is none',
    (text) => {
      expect(() => parseDuration(text)).toThrow('is not a duration');
    },
  );
});
