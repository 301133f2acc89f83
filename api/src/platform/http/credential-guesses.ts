import { createHash } from 'node:crypto';
import { ApiError } from '../errors/api-error.js';
import { RecentlySet } from '../recently-set.js';
import type { AddressLimiter } from './address-limiter.js';

/** Enough for every caller of a busy server; one that is pushed out is looked up like a new one. */
const MAX_PROVEN = 10_000;

/**
 * Limits how many wrong keys, session tokens and invites an address may try: only failures count. An address that has
 * used up its failures is refused before anything is looked up, except for credentials that were right in this process
 * before: callers who share the address with an attacker go on, and new ones wait for the end of the window at most.
 */
export class CredentialGuesses {
  /** SHA-256 of credentials that were right. */
  private readonly proven = new RecentlySet<true>(MAX_PROVEN);

  constructor(private readonly failures: AddressLimiter) {}

  /** What `check` returns for these credentials; null counts as a failure of the address. */
  async check<T>(address: string, credentials: string, check: () => Promise<T | null>): Promise<T | null> {
    if (this.failures.off) return check();
    const id = createHash('sha256').update(credentials).digest('base64');
    if (!this.proven.get(id)) {
      const { allowed, retryAfterSeconds } = await this.failures.look(address);
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
