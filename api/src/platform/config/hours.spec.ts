import { describe, expect, it } from '@jest/globals';
import { isWithin, parseHours } from './hours.js';

const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour, 59));
const hoursWithin = (text: string) =>
  Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isWithin(parseHours(text), at(hour)));

describe('hours of the day', () => {
  it.each([
    ['1-5', [1, 2, 3, 4]],
    ['22-2', [0, 1, 22, 23]],
    ['23-24', [23]],
    ['0-1', [0]],
  ])('%s', (text, hours) => {
    expect(hoursWithin(text)).toEqual(hours);
  });

  it.each(['', '5', '5-5', '24-3', '1-25', '1:00-5:00', 'night', '-1-3'])('%j is refused', (text) => {
    expect(() => parseHours(text)).toThrow('is not a range of hours');
  });
});
