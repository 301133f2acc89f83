import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodOf } from './period.js';

const NOW = new Date('2026-11-23T10:20:30.400Z');
const DAY = 86_400_000;
const at = (text: string) => new Date(text);
const shown = ({ before, from, to }: ReturnType<typeof periodOf>) =>
  [before, from, to].map((date) => date.toISOString());

describe('a period of statistics', () => {
  it.each([
    [{}, '2026-11-09T09:00:00.000Z', '2026-11-16T10:00:00.000Z', '2026-11-23T11:00:00.000Z'],
    [
      { from: at('2026-11-23T08:59:59.999Z') },
      '2026-11-23T05:00:00.000Z',
      '2026-11-23T08:00:00.000Z',
      '2026-11-23T11:00:00.000Z',
    ],
    [
      { to: at('2026-11-08T00:00:00Z') },
      '2026-10-25T00:00:00.000Z',
      '2026-11-01T00:00:00.000Z',
      '2026-11-08T00:00:00.000Z',
    ],
    [
      { from: at('2026-02-01T05:30:00+05:30'), to: at('2026-02-02T00:00:00.001Z') },
      '2026-01-30T23:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
      '2026-02-02T01:00:00.000Z',
    ],
  ])('%j is snapped outward to whole hours, with one of equal length before it', (wanted, before, from, to) => {
    expect(shown(periodOf(wanted, NOW, 'UTC'))).toEqual([before, from, to]);
  });

  it.each([
    [{ from: NOW }, 'from must be before to'],
    [{ from: NOW, to: NOW }, 'from must be before to'],
    [{ from: at('2027-01-01') }, 'from must be before to'],
    [{ from: at('2025-11-01') }, 'from must be at most 366 days before to'],
  ])('%j is refused: %s', (wanted, description) => {
    expect(() => periodOf(wanted, NOW, 'UTC')).toThrow(description);
  });

  it('of exactly 366 days is taken', () => {
    expect(periodOf({ from: new Date(NOW.getTime() - 366 * DAY) }, NOW, 'UTC').grain).toBe('day');
  });

  it.each([
    [
      'a midnight of the merchant',
      '2026-11-20T18:30:00Z',
      '2026-11-21T18:30:00Z',
      '2026-11-20T18:30:00.000Z',
      '2026-11-21T18:30:00.000Z',
    ],
    [
      'just after one',
      '2026-11-20T18:40:00Z',
      '2026-11-21T18:40:00Z',
      '2026-11-20T18:30:00.000Z',
      '2026-11-21T19:00:00.000Z',
    ],
    [
      'just before one',
      '2026-11-20T18:20:00Z',
      '2026-11-21T18:20:00Z',
      '2026-11-20T18:00:00.000Z',
      '2026-11-21T18:30:00.000Z',
    ],
  ])('in Asia/Kolkata from and to %s', (_, begin, end, from, to) => {
    const [, ...shownEnds] = shown(periodOf({ from: at(begin), to: at(end) }, NOW, 'Asia/Kolkata'));
    expect(shownEnds).toEqual([from, to]);
  });

  it('is by hours up to 3 days, and by days beyond', () => {
    const length = fc.integer({ min: 1, max: 366 * DAY });
    fc.assert(
      fc.property(length, (ms) => {
        const { from, to, grain } = periodOf({ from: new Date(NOW.getTime() - ms), to: NOW }, NOW, 'UTC');
        expect(grain).toBe(to.getTime() - from.getTime() <= 3 * DAY ? 'hour' : 'day');
      }),
    );
  });
});
