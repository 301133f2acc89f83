import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isTimeZone, startOfDay } from './time-zone.js';

describe('a time zone', () => {
  it.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kathmandu'])(
    '%s is one',
    (name) => expect(isTimeZone(name)).toBe(true),
  );
  it.each(['', '+05:30', 'Mars/Olympus', 'Asia/', `Asia/Kolkata'; --`, 'IST5:30', 5, null])('%j is none', (name) =>
    expect(isTimeZone(name)).toBe(false),
  );
});

describe('the day of a merchant', () => {
  it.each([
    ['2026-11-23T10:00:00Z', 'UTC', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T18:29:59.999Z', 'Asia/Kolkata', '2026-11-22T18:30:00.000Z'],
    ['2026-11-23T18:30:00Z', 'Asia/Kolkata', '2026-11-23T18:30:00.000Z'],
    ['2026-11-23T18:20:00Z', 'Asia/Kathmandu', '2026-11-23T18:15:00.000Z'],
    // The day on which summer begins has 23 hours, and the one on which it ends 25.
    ['2026-03-29T20:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25T22:30:00Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    // Cairo's clocks go from 23:59 to 01:00: the day begins with the first moment that there is.
    ['2026-04-24T12:00:00Z', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ])('of %s in %s began at %s', (at, zone, began) =>
    expect(new Date(startOfDay(Date.parse(at), zone)).toISOString()).toBe(began),
  );

  it('begins at most 25 hours before any of its moments, and is the same for all of them', () => {
    const moments = fc.integer({ min: Date.UTC(2020), max: Date.UTC(2040) });
    const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo');
    fc.assert(
      fc.property(moments, zones, (at, zone) => {
        const began = startOfDay(at, zone);
        expect(began <= at && at - began < 25 * 3_600_000).toBe(true);
        expect(startOfDay(began, zone)).toBe(began);
      }),
    );
  });
});
