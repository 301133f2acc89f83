import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { rangesOf, shopperOf } from './card-testing.js';

const secrets = new SecretBox(randomBytes(32).toString('base64'));
const of = (address: string) => shopperOf(secrets, address);
const within = (shopper: string, { first, last }: { first: string; last: string }) =>
  shopper >= first && shopper <= last;

describe('the fingerprint that a payment stores of an address', () => {
  it('is the same for a whole /64 and for all forms of an address', () => {
    expect(of('192.0.2.1')).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{64}$/);
    expect(of('::ffff:192.0.2.1')).toBe(of('192.0.2.1'));
    expect(of('192.0.2.2')).not.toBe(of('192.0.2.1'));
    expect(of('2001:db8:1:1::1')).toBe(of('2001:db8:1:1:ffff::9'));
    expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:1::1'));
  });

  it('is in the range of its /48 and of no other', () => {
    const address = '2001:db8:1:1::1';
    const [own, site] = rangesOf(of(address), address);
    expect([own?.factor, site?.factor]).toEqual([1, 16]);
    for (const inside of ['2001:db8:1:1::1', '2001:db8:1:2::1', '2001:db8:1:ffff::1'])
      expect([inside, within(of(inside), site!)]).toEqual([inside, true]);
    for (const outside of ['2001:db8:2:1::1', '192.0.2.1', '2001:db9:1:1::1'])
      expect([outside, within(of(outside), site!)]).toEqual([outside, false]);
    expect(within(of('2001:db8:1:2::1'), own!)).toBe(false);
  });

  it('of IPv4 has one range', () => {
    expect(rangesOf(of('192.0.2.1'), '192.0.2.1')).toEqual([
      { first: of('192.0.2.1'), last: of('192.0.2.1'), factor: 1 },
    ]);
  });
});
