import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateVerdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends. */
  resetSeconds: number;
  /** Seconds until the next try; 0 if allowed. */
  retryAfterSeconds: number;
}

const UNLIMITED: RateVerdict = {
  allowed: true,
  limit: Infinity,
  remaining: Infinity,
  resetSeconds: 0,
  retryAfterSeconds: 0,
};

/**
 * Counts uses of a key in fixed windows, shared between processes through Redis. Without Redis, or while it is
 * unavailable, each process counts for itself, so that n processes allow n times the limit. The Redis client should have
 * a `commandTimeout`: otherwise a hanging Redis delays every request.
 */
export class RateLimiter {
  private readonly limiter: RateLimiterMemory | RateLimiterRedis | undefined;
  private readonly limit: number;

  constructor(name: string, rate: { count: number; periodMs: number } | 'off', redis?: Redis | Cluster | null) {
    this.limit = rate === 'off' ? Infinity : rate.count;
    if (rate === 'off') return;
    const options = {
      keyPrefix: `rate:${name}`,
      points: rate.count,
      duration: Math.max(1, Math.ceil(rate.periodMs / 1_000)),
    };
    const memory = new RateLimiterMemory(options);
    this.limiter = redis
      ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory, rejectIfRedisNotReady: true })
      : memory;
  }

  get off(): boolean {
    return this.limiter === undefined;
  }

  async consume(key: string): Promise<RateVerdict> {
    if (!this.limiter) return UNLIMITED;
    try {
      return this.verdict(await this.limiter.consume(key), true);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return this.verdict(refusal, false);
      throw refusal;
    }
  }

  /** The state of the limit, without counting a use: for limits on failures, which are counted afterwards. */
  async peek(key: string): Promise<RateVerdict> {
    const used = await this.limiter?.get(key);
    if (!used) return { ...UNLIMITED, limit: this.limit, remaining: this.limit };
    return this.verdict(used, used.consumedPoints < this.limit);
  }

  /** Takes back one use: for limits on failures, which are counted before the result is known. */
  async giveBack(key: string): Promise<void> {
    await this.limiter?.reward(key);
  }

  private verdict({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean): RateVerdict {
    // Rounded up, so that a caller who waits this long is never early.
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    const remaining = allowed ? remainingPoints : 0;
    return { allowed, limit: this.limit, remaining, resetSeconds, retryAfterSeconds: allowed ? 0 : resetSeconds };
  }
}
