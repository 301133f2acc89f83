import { describe, expect, it } from '@jest/globals';
import { AddressRanges, readRange } from './address-ranges.js';

describe('address ranges', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::1', '::1/128'],
    ['203.0.113.0/33', null],
    ['2001:db8::/129', null],
    ['203.0.113/24', null],
    ['203.0.113.0/24/8', null],
    ['203.0.113.0/-1', null],
    ['203.0.113.0/', null],
    ['fe80::1%eth0', null],
    ['shop.example', null],
    ['', null],
  ])('%j is read as %j', (text, range) => expect(readRange(text)).toBe(range));

  const ranges = new AddressRanges(['203.0.113.0/24', '198.51.100.7/32', '2001:db8:1::/48']);
  it.each([
    ['203.0.113.255', true],
    ['203.0.114.0', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['::ffff:203.0.113.9', true],
    ['::ffff:203.0.114.9', false],
    ['2001:db8:1:ffff::1', true],
    ['2001:db8:2::1', false],
    ['unknown', false],
    ['', false],
  ])('%j is inside: %j', (address, inside) => expect(ranges.has(address)).toBe(inside));

  it('all of IPv6 does not hold IPv4, and the reverse', () => {
    expect(new AddressRanges(['::/0']).has('203.0.113.7')).toBe(false);
    expect(new AddressRanges(['0.0.0.0/0']).has('2001:db8::1')).toBe(false);
  });
});
