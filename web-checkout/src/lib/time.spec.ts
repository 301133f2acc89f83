import { describe, expect, it } from '@jest/globals';
import { timeIn } from './time';

describe('a time at the checkout', () => {
  it.each([
    ['en-IN', 'Asia/Kolkata', /^30 Nov 2026, 9:14\spm IST$/],
    ['en-IN', 'UTC', /^30 Nov 2026, 3:44\spm UTC$/],
    ['hi-IN', 'Asia/Kolkata', /^30 .+ 2026.+9:14.+(IST|GMT\+5:30)$/],
    ['bn-IN', 'Asia/Kolkata', /^30 .+ 2026.+9:14.+(IST|GMT\+5:30)$/],
  ])('in %s has the time zone %s', (locale, timeZone, expected) => {
    expect(timeIn('2026-11-30T15:44:00.000Z', timeZone, locale)).toMatch(expected);
  });
});
