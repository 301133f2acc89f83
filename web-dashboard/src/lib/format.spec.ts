import { expect, it } from '@jest/globals';
import { clockOf, dayMonthOf, pointsOf, timeOf } from './format';

const [AT, NOW] = ['2026-11-30T14:20:34.000Z', Date.parse('2026-12-02T00:00:00Z')];

it('a moment in a list is the day and the time of day, with the year if it is another one', () => {
  expect(dayMonthOf(AT, 'Asia/Kolkata', 'en-IN', NOW)).toBe('30 Nov');
  expect(timeOf(AT, 'Asia/Kolkata', 'en-IN')).toBe('7:50 pm');
  expect(dayMonthOf('2025-12-31T20:00:00.000Z', 'Asia/Kolkata', 'en-IN', NOW)).toBe('1 Jan');
  expect(dayMonthOf('2025-12-31T18:00:00.000Z', 'Asia/Kolkata', 'en-IN', NOW)).toBe('31 Dec 2025');
});

it('below a day only the time of day is shown, and the change of a share is in points', () => {
  expect(clockOf(AT, 'Asia/Kolkata', 'en-IN')).toBe('7:50:34 pm');
  expect(pointsOf(0.0123, 'en-IN')).toBe('1.2 pp');
});
