import type { Cluster, Redis } from 'ioredis';
import { type AddressKey, addressKey, WIDE_FACTOR } from './address-key.js';
import { RateLimiter, type RateVerdict } from './rate-limiter.js';

/**
 * Counts uses per address: by the IPv4 address or the /64, and beside it by the /48 with a wider limit. What the narrow
 * limit refuses does not count for the wide one, so that one noisy /64 uses up no more of its /48 than its own share.
 */
export class AddressLimiter {
  private readonly narrow: RateLimiter;
  private readonly wide: RateLimiter;

  constructor(name: string, rate: { count: number; periodMs: number } | 'off', redis?: Redis | Cluster | null) {
    this.narrow = new RateLimiter(name, rate, redis);
    const wider = rate === 'off' ? rate : { ...rate, count: rate.count * WIDE_FACTOR };
    this.wide = new RateLimiter(`${name}-wide`, wider, redis);
  }

  get off(): boolean {
    return this.narrow.off;
  }

  consume(address: string): Promise<RateVerdict> {
    return this.judge(addressKey(address), (limiter, key) => limiter.consume(key));
  }

  /** As `consume`, but nothing is counted. */
  look(address: string): Promise<RateVerdict> {
    return this.judge(addressKey(address), (limiter, key) => limiter.look(key));
  }

  /** As `consume`, but a use that is refused does not count. */
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

  /** Takes back a use that was allowed. */
  async giveBack(address: string): Promise<void> {
    const { narrow, wide } = addressKey(address);
    await this.narrow.giveBack(narrow);
    if (wide !== null) await this.wide.giveBack(wide);
  }

  private async judge(
    { narrow, wide }: AddressKey,
    verdictOf: (limiter: RateLimiter, key: string) => Promise<RateVerdict>,
  ): Promise<RateVerdict> {
    const own = await verdictOf(this.narrow, narrow);
    if (wide === null || !own.allowed) return own;
    const shared = await verdictOf(this.wide, wide);
    return !shared.allowed || shared.remaining < own.remaining ? shared : own;
  }
}
