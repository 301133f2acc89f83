import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressKey } from './address-key.js';

describe('the key of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    [' 203.0.113.7 ', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7%eth0', '203.0.113.7'],
    ['::ffff:0:203.0.113.7', '203.0.113.7'],
    ['64:ff9b::203.0.113.7', '203.0.113.7'],
    ['64:ff9b::cb00:7107', '203.0.113.7'],
    ['2002:cb00:7107::1', '203.0.113.7'],
    ['2002:cb00:7107:ffff:1:2:3:4', '203.0.113.7'],
  ])('%s is counted as the IPv4 address %s', (address, narrow) =>
    expect(addressKey(address)).toEqual({ narrow, wide: null }),
  );

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2/64', '2001:db8:1/48'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2/64', '2001:db8:1/48'],
    ['2001:0db8:0001:0002:0:0:0:9', '2001:db8:1:2/64', '2001:db8:1/48'],
    ['2001:db8:1:3::1', '2001:db8:1:3/64', '2001:db8:1/48'],
    ['2001:db8:2:2::1', '2001:db8:2:2/64', '2001:db8:2/48'],
    ['[2001:db8:1:2::1]:443', '2001:db8:1:2/64', '2001:db8:1/48'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2/64', '2001:db8:1/48'],
    ['fe80::1%eth0', 'fe80:0:0:0/64', 'fe80:0:0/48'],
    ['fe80::2%eth1', 'fe80:0:0:0/64', 'fe80:0:0/48'],
    ['::1', '0:0:0:0/64', '0:0:0/48'],
    ['::', '0:0:0:0/64', '0:0:0/48'],
    ['2a00::1.2.3.4', '2a00:0:0:0/64', '2a00:0:0/48'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:0:4136:e378/64', '2001:0:4136/48'],
  ])('%s is counted by its /64 %s and its /48 %s', (address, narrow, wide) =>
    expect(addressKey(address)).toEqual({ narrow, wide }),
  );

  it('of a translator inside this network is the whole address: behind its one /64 is all of IPv4', () => {
    expect(addressKey('64:ff9b:1::203.0.113.7')).toEqual({ narrow: '64:ff9b:1:0:0:0:cb00:7107/128', wide: null });
    expect(addressKey('64:ff9b:1::203.0.113.8').narrow).not.toBe(addressKey('64:ff9b:1::203.0.113.7').narrow);
  });

  it.each(['', 'unknown', '_hidden', '1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.4:', '01.2.3.4', '2130706433'])(
    '%j is not an address, and all such texts share one key',
    (text) => expect(addressKey(text)).toEqual({ narrow: 'unknown', wide: null }),
  );
  it.each(['::g', '1::2::3', '2001:db8::1/64', '[2001:db8::1', '[]:80', '::ffff:256.0.0.1', '::1 ::2', "' OR 1=1"])(
    '%j neither',
    (text) => expect(addressKey(text).narrow).toBe('unknown'),
  );

  it('is the same for every address of a /64, however it is written, and another for the next /64', () => {
    const site = fc.tuple(fc.integer({ min: 0x2003, max: 0x3fff }), fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xfffe));
    const host = fc.tuple(fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xffff), fc.nat(0xffff));
    const written = (groups: number[]) => groups.map((group) => group.toString(16));
    fc.assert(
      fc.property(site, host, host, (network, one, other) => {
        const long = written([...network, ...one]).map((group) => group.padStart(4, '0'));
        const upper = written([...network, ...other]).map((group) => group.toUpperCase());
        const { narrow, wide } = addressKey(long.join(':'));
        expect(addressKey(upper.join(':'))).toEqual({ narrow, wide });
        const next = addressKey(written([...network.slice(0, 3), network[3] + 1, ...one]).join(':'));
        expect(next.narrow).not.toBe(narrow);
        expect(next.wide).toBe(wide);
      }),
    );
  });

  it('of an IPv4 address is the same in each form that carries it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const form of ['::ffff:', '::ffff:0:', '64:ff9b::'])
          expect(addressKey(form + address)).toEqual(addressKey(address));
        expect(addressKey(address)).toEqual({ narrow: address, wide: null });
      }),
    );
  });

  it('is short and never throws, whatever a header says', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(addressKey(text).narrow.length).toBeLessThan(50)));
  });
});
