import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../../platform/ids.js';
import { beginReplay, cursorOf, nextPosition, positionOf } from './replay-position.js';

const since = new Date('2026-01-31T00:00:00Z');
const uuid = '019c0000-0000-7abc-8def-0123456789ab';

describe('the walk of a replay', () => {
  it('begins before every id made since then, even if a clock was minutes slow', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2080-01-01'), noInvalidDate: true }),
        fc.nat(1_800_000),
        (date, slow) => {
          expect(newId('evt', date.getTime() - slow) >= beginReplay(date, 'events').after).toBe(true);
        },
      ),
    );
  });

  it('begins with the version 7 UUIDs of an hour earlier', () => {
    expect(beginReplay(since, 'deliveries').after).toBe('019c1122-8180-7000-8000-000000000000');
    expect(parseInt('019c11228180', 16)).toBe(since.getTime() - 3_600_000);
  });

  it('accepts any time', () => {
    expect(beginReplay(new Date(-1), 'deliveries').after).toBe('00000000-0000-7000-8000-000000000000');
    expect(beginReplay(new Date('9999-12-31'), 'deliveries').after).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7000-8000-0{12}$/,
    );
  });

  it.each([
    ['failed', 'deliveries', null],
    ['missing', 'events', null],
    ['all', 'deliveries', 'events'],
    ['all', 'events', null],
  ] as const)('of %s continues after the last of the %s with: %s', (only, walk, then) => {
    expect(nextPosition({ walk, after: '' }, null, { since, only })?.walk ?? null).toBe(then);
  });

  it('continues where a full step ended', () => {
    const position = nextPosition({ walk: 'deliveries', after: '' }, uuid, { since, only: 'all' });
    expect(position).toEqual({ walk: 'deliveries', after: uuid });
  });
});

describe('a cursor of a replay', () => {
  it('returns its position for the form it was made for', () => {
    const deliveries = { walk: 'deliveries', after: uuid } as const;
    const events = { walk: 'events', after: newId('evt') } as const;
    expect(positionOf(cursorOf(deliveries), 'failed')).toEqual(deliveries);
    expect(positionOf(cursorOf(events), 'missing')).toEqual(events);
    expect(positionOf(cursorOf(events), 'all')).toEqual(events);
    expect(positionOf(cursorOf(events), 'failed')).toBeNull();
    expect(positionOf(cursorOf(deliveries), 'missing')).toBeNull();
  });

  it('is refused unless this module made it', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(positionOf(text, 'all')).toBeNull()));
    const forged = Buffer.from(`deliveries ${uuid} x`).toString('base64url');
    expect(positionOf(forged, 'all')).toBeNull();
    expect(positionOf(cursorOf({ walk: 'deliveries', after: "' OR 1=1" }), 'all')).toBeNull();
  });
});
