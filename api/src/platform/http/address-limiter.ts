import type { Cluster, Redis } from 'ioredis';
import { type AddressKey, addressKey, WIDE_FACTOR } from './address-key.js';
import { RateLimiter, type RateVerdict } from './rate-limiter.js';

/**
 * Limits requests per address: per IPv4 address or /64, and per /48 with a wider limit. A request that the narrow limit
 * rejects is not counted by the wide one, so that one /64 uses no more than its own share of the /48.
 */
export class AddressLimiter {
  private readonly narrow: RateLimiter;
  private readonly wide: RateLimiter;

  constructor(name: string, rate: { count: number; periodMs: number } | 'off', redis?: Redis | Cluster | null) {
    this.narrow = new RateLimiter(name, rate, redis);
    const wideRate = rate === 'off' ? rate : { ...rate, count: rate.count * WIDE_FACTOR };
    this.wide = new RateLimiter(`${name}-wide`, wideRate, redis);
  }

  get off(): boolean {
    return this.narrow.off;
  }

  consume(address: string): Promise<RateVerdict> {
    return this.check(addressKey(address), (limiter, key) => limiter.consume(key));
  }

  /** The state of the limit, without counting a use. */
  peek(address: string): Promise<RateVerdict> {
    return this.check(addressKey(address), (limiter, key) => limiter.peek(key));
  }

  /** As `consume`, but a rejected use is not counted. */
  async consumeIfAllowed(address: string): Promise<RateVerdict> {
    const { narrow, wide } = addressKey(address);
    const own = await this.narrow.consume(narrow);
    if (!own.allowed) await this.narrow.giveBack(narrow);
    if (!own.allowed || wide === null) return own;
    const shared = await this.wide.consume(wide);
    if (shared.allowed) return own;
    await this.giveBack(address);
    return shared;
  }

  /** Takes back an allowed use. */
  async giveBack(address: string): Promise<void> {
    const { narrow, wide } = addressKey(address);
    await this.narrow.giveBack(narrow);
    if (wide !== null) await this.wide.giveBack(wide);
  }

  private async check(
    { narrow, wide }: AddressKey,
    verdictOf: (limiter: RateLimiter, key: string) => Promise<RateVerdict>,
  ): Promise<RateVerdict> {
    const own = await verdictOf(this.narrow, narrow);
    if (wide === null || !own.allowed) return own;
    const shared = await verdictOf(this.wide, wide);
    return !shared.allowed || shared.remaining < own.remaining ? shared : own;
  }
}
