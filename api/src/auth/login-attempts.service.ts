import { Injectable } from '@nestjs/common';
import { SecretBox } from '../common/secret-box.js';
import { Database } from '../database/database.js';
import { addressOf } from '../users/users.service.js';
import { ATTEMPT, BLOCKED_FOR, FORGIVE } from './auth.queries.js';
import { RateLimits, tooManyLogins } from './rate-limits.js';

const MEMORY_SECONDS = 30 * 60;
const SLOW_FROM = 5;
const LOCK_FROM = 10;
const LOCK_SECONDS = 30 * 60;

/**
 * Guessing made expensive: per address (shared limit) and per account, known or not (in PostgreSQL, so that it holds
 * across replicas and restarts). Five failures slow an account down, ten lock it for 30 minutes.
 */
@Injectable()
export class LoginAttempts {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly limits: RateLimits,
  ) {}

  /** What `check` answers, if this address and account may try at all. Null is a failure. */
  async attempt<T>(email: string, address: string, check: () => Promise<T | null>): Promise<T | null> {
    await this.limits.loginFrom(address);
    const account = this.secrets.fingerprint('login', addressOf(email));
    const values = [account, MEMORY_SECONDS, SLOW_FROM, LOCK_FROM, LOCK_SECONDS];
    const counted = await this.database.query(ATTEMPT, values);
    if (counted.length === 0) {
      const [blocked] = await this.database.query<{ seconds: number }>(BLOCKED_FOR, [account]);
      throw tooManyLogins(blocked?.seconds ?? 1);
    }
    const result = await check();
    if (result === null) await this.limits.failedLogin(address);
    else await this.database.query(FORGIVE, [account]);
    return result;
  }
}
