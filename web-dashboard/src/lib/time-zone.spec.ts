import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clockIn, momentIn, nextDay, stampIn, timeZones } from './time-zone';

describe('a local time in a time zone', () => {
  it.each([
    ['2026-11-23', 'UTC', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23', 'Asia/Kolkata', '2026-11-22T18:30:00.000Z'],
    ['2026-11-23T10:30', 'Asia/Kathmandu', '2026-11-23T04:45:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s in %s is %s', (local, zone, moment) => expect(momentIn(local, zone)?.toISOString()).toBe(moment));

  it.each(['', 'today', '2026-02-30', '2026-13-01', '2026-11-23T25:00', '23.11.2026'])('%j is not a time', (local) =>
    expect(momentIn(local, 'Asia/Kolkata')).toBeUndefined(),
  );

  it('is shown to the second', () => {
    expect(stampIn('2026-11-22T18:40:59.999Z', 'Asia/Kolkata')).toBe('2026-11-23 00:10:59');
    expect(stampIn('2026-07-01T00:00:05Z', 'America/New_York')).toBe('2026-06-30 20:00:05');
  });

  it('is read back as it was shown, in zones without daylight saving time', () => {
    const minutes = fc.integer({ min: Date.UTC(2021) / 60_000, max: Date.UTC(2040) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tokyo'), (minute, zone) => {
        expect(momentIn(clockIn(minute * 60_000, zone), zone)?.getTime()).toBe(minute * 60_000);
      }),
    );
  });

  it('a day ends when the next begins, also at the end of a year', () => {
    expect([nextDay('2026-12-31'), nextDay('2028-02-28')]).toEqual(['2027-01-01', '2028-02-29']);
  });

  it('the list of zones contains current names and the chosen one', () => {
    const zones = timeZones('Antarctica/Troll');
    expect(zones).toEqual(expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Antarctica/Troll', 'Europe/Berlin']));
    expect(zones).not.toContain('Asia/Calcutta');
  });
});
