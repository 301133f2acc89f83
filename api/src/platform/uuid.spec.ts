import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isUuid, smallestUuidAt } from './uuid.js';

describe('uuids', () => {
  it.each(['550e8400-e29b-41d4-a716-446655440000', '0199A5B4-6D5A-7C3F-8D6E-2A1B3C4D5E6F'])('%s is one', (text) => {
    expect(isUuid(text)).toBe(true);
  });

  it.each(['', 'pay_1', '550e8400e29b41d4a716446655440000', ' 550e8400-e29b-41d4-a716-446655440000', 'g'.repeat(36)])(
    '%j is none',
    (text) => {
      expect(isUuid(text)).toBe(false);
    },
  );

  it('of a moment begin where it does, and sort by time as text', () => {
    const time = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(time, time, (one, other) => {
        expect(isUuid(smallestUuidAt(one))).toBe(true);
        expect(Math.sign(one.getTime() - other.getTime())).toBe(
          smallestUuidAt(one) < smallestUuidAt(other) ? -1 : smallestUuidAt(one) > smallestUuidAt(other) ? 1 : 0,
        );
      }),
    );
    expect(smallestUuidAt(new Date('2026-01-01T00:00:00Z'))).toBe('019b76da-a800-7000-8000-000000000000');
    expect(smallestUuidAt(new Date('1960-01-01'))).toBe('00000000-0000-7000-8000-000000000000');
  });
});
