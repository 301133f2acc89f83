import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { AddressLimiter } from '../../platform/http/address-limiter.js';
import type { PublicLimit } from '../../platform/http/public-route.js';
import { RateLimiter, type RateVerdict } from '../../platform/http/rate-limiter.js';
import { REDIS, type RedisConnection } from '../../platform/queue/redis.js';
import { tooManyLogins } from '../users/account-locks.service.js';

/** Rate limits per API key and per address. With Redis, all replicas share the counts. */
@Injectable()
export class RateLimits {
  private readonly key: RateLimiter;
  private readonly ofPublic: Readonly<Record<PublicLimit, AddressLimiter>>;
  private readonly login: AddressLimiter;
  private readonly passwordReset: AddressLimiter;

  constructor(config: Config, @Inject(REDIS) redis: RedisConnection | null) {
    this.key = new RateLimiter('key', config.RATE_LIMIT_KEY, redis);
    this.ofPublic = {
      read: new AddressLimiter('public-read', config.RATE_LIMIT_PUBLIC_READ, redis),
      write: new AddressLimiter('public-write', config.RATE_LIMIT_PUBLIC, redis),
      notifications: new AddressLimiter('notifications', config.RATE_LIMIT_NOTIFICATIONS, redis),
    };
    this.login = new AddressLimiter('login', config.RATE_LIMIT_LOGIN, redis);
    this.passwordReset = new AddressLimiter('password-reset', config.RATE_LIMIT_LOGIN, redis);
  }

  keyCall(keyId: string, reply: FastifyReply): Promise<void> {
    return consume(this.key, keyId, reply);
  }

  publicCall(limit: PublicLimit, address: string, reply: FastifyReply): Promise<void> {
    return consume(this.ofPublic[limit], address, reply);
  }

  /** Counts a login as failed before its password is checked. Throws after too many failures of the address. */
  async countLogin(address: string): Promise<void> {
    if (this.login.off) return;
    // A refused attempt does not count, because no password is checked.
    const { allowed, retryAfterSeconds } = await this.login.consumeIfAllowed(address);
    if (!allowed) throw tooManyLogins(retryAfterSeconds);
  }

  /** Counts a request for a new password, whether or not its address has an account. */
  async countPasswordReset(address: string): Promise<void> {
    if (this.passwordReset.off) return;
    const { allowed, retryAfterSeconds } = await this.passwordReset.consumeIfAllowed(address);
    if (!allowed)
      throw new ApiError('rate_limited', 'Too many requests: slow down and try again', { retryAfterSeconds });
  }

  /** Takes the count of a successful login back. */
  async forgiveLogin(address: string): Promise<void> {
    await this.login.giveBack(address);
  }
}

interface Limiter {
  readonly off: boolean;
  consume(key: string): Promise<RateVerdict>;
}

async function consume(limiter: Limiter, key: string, reply: FastifyReply): Promise<void> {
  if (limiter.off) return;
  const { allowed, limit, remaining, resetSeconds, retryAfterSeconds } = await limiter.consume(key);
  void reply.headers({ 'RateLimit-Limit': limit, 'RateLimit-Remaining': remaining, 'RateLimit-Reset': resetSeconds });
  if (!allowed) throw new ApiError('rate_limited', 'Too many requests: slow down and try again', { retryAfterSeconds });
}
