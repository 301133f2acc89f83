import { createHash } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import { ApiError } from '../errors/api-error.js';
import type { AddressLimiter } from './address-limiter.js';

/** Enough for the callers of a busy server; evicted credentials are treated as new ones. */
const MAX_PROVEN = 10_000;

/**
 * Limits the wrong keys, session tokens and invites per address. Only failures count. An address at its limit is rejected
 * before the look-up, except for credentials that this process has verified before. So known callers who share an address
 * with an attacker are not affected, and new callers wait until the end of the window at most.
 */
export class CredentialGuesses {
  /** SHA-256 of credentials that were verified. */
  private readonly proven = new BoundedMap<true>(MAX_PROVEN);

  constructor(private readonly failures: AddressLimiter) {}

  /** Returns the result of `check`; null counts as a failure of the address. */
  async check<T>(address: string, credentials: string, check: () => Promise<T | null>): Promise<T | null> {
    if (this.failures.off) return check();
    const id = createHash('sha256').update(credentials).digest('base64');
    if (!this.proven.get(id)) {
      const { allowed, retryAfterSeconds } = await this.failures.peek(address);
      if (!allowed) {
        const description = 'Too many wrong credentials from your address: wait before you try again';
        throw new ApiError('too_many_wrong_credentials', description, { retryAfterSeconds });
      }
    }
    const found = await check();
    if (found === null) {
      this.proven.delete(id);
      await this.failures.consume(address);
    } else this.proven.set(id, true);
    return found;
  }
}
