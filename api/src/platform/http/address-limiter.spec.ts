import { describe, expect, it } from '@jest/globals';
import { WIDE_FACTOR } from './address-key.js';
import { AddressLimiter } from './address-limiter.js';

const RATE = { count: 3, periodMs: 60_000 };
const allowedOf = async (limiter: AddressLimiter, addresses: string[]) => {
  let allowed = 0;
  for (const address of addresses) if ((await limiter.consume(address)).allowed) allowed++;
  return allowed;
};
const within = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}:${n + 1}`);

describe('a limit per address', () => {
  it('counts all addresses of a /64 as one, and an IPv4 address with its mapped form', async () => {
    const limiter = new AddressLimiter('spec-64', RATE);
    expect(await allowedOf(limiter, within('2001:db8:1:1:', 50))).toBe(3);
    expect(await allowedOf(limiter, within('2001:db8:1:2:', 50))).toBe(3);
    expect(await allowedOf(limiter, ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201', '192.0.2.1:99'])).toBe(3);
    expect(await allowedOf(limiter, ['192.0.2.2'])).toBe(1);
  });

  it('counts a /48 as well, with a wider limit, so that changing the /64 does not avoid the limit', async () => {
    const limiter = new AddressLimiter('spec-48', RATE);
    const walk = Array.from({ length: 200 }, (_, n) => `2001:db8:7:${n.toString(16)}::1`);
    expect(await allowedOf(limiter, walk)).toBe(RATE.count * WIDE_FACTOR);
    expect(await limiter.consume('2001:db8:7:ffff::1')).toMatchObject({ allowed: false, limit: 48, remaining: 0 });
    expect((await limiter.consume('2001:db8:8::1')).allowed).toBe(true);
  });

  it('lets one /64 use no more of its /48 than its own limit, however often it is rejected', async () => {
    const limiter = new AddressLimiter('spec-share', RATE);
    await allowedOf(limiter, within('2001:db8:9:1:', 500));
    const others = Array.from({ length: 100 }, (_, n) => `2001:db8:9:${(n + 2).toString(16)}::1`);
    expect(await allowedOf(limiter, others)).toBe(RATE.count * (WIDE_FACTOR - 1));
  });

  it('peeks without counting', async () => {
    const limiter = new AddressLimiter('spec-peek', RATE);
    for (let n = 0; n < 10; n++) expect((await limiter.peek('2001:db8:a:1::1')).allowed).toBe(true);
    expect(await allowedOf(limiter, within('2001:db8:a:1:', 10))).toBe(3);
    expect(await limiter.peek('2001:db8:a:1::ffff')).toMatchObject({ allowed: false });
    expect((await limiter.peek('2001:db8:a:2::1')).allowed).toBe(true);
  });

  it('limits nothing when it is off', async () => {
    const limiter = new AddressLimiter('spec-off', 'off');
    expect(limiter.off).toBe(true);
    expect(await allowedOf(limiter, within('2001:db8:b:1:', 100))).toBe(100);
  });
});
