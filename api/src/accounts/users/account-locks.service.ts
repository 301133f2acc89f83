import { Injectable } from '@nestjs/common';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { ATTEMPT, BLOCKED_FOR, FORGET_FAILURES, FORGIVE } from './account-locks.queries.js';
import { normalizeEmail } from './users.service.js';

/** After this time without a failure the count starts again. */
const MEMORY_SECONDS = 30 * 60;
const SLOW_FROM_FAILURES = 5;
const LOCK_FROM_FAILURES = 10;
const LOCK_SECONDS = 30 * 60;

/** Wrong passwords are counted together per account, device or session; wrong codes per user. */
export type CountedBy =
  /** An account, existing or not: devices that never signed in to it. */
  | { email: string }
  /** A device that has signed in to the account before. */
  | { device: string }
  /** A session that changes its user's password, or confirms it. */
  | { session: string }
  /** A user whose codes of a second factor are checked, by id. */
  | { factor: string };

/**
 * Counts wrong passwords in PostgreSQL, so that the counts hold across replicas and restarts. Guesses by others lock
 * neither the known devices nor the open sessions of an account.
 */
@Injectable()
export class AccountLocks {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** Counts an attempt before its password is checked; throws after too many failures. */
  async count(countedBy: CountedBy): Promise<void> {
    const account = this.accountOf(countedBy);
    const values = [account, MEMORY_SECONDS, SLOW_FROM_FAILURES, LOCK_FROM_FAILURES, LOCK_SECONDS];
    if ((await this.database.query(ATTEMPT, values)).length > 0) return;
    const [blocked] = await this.database.query<{ seconds: number }>(BLOCKED_FOR, [account]);
    throw tooManyLogins(blocked?.seconds ?? 1);
  }

  /** Deletes the count, after a correct password or an unlock. False if there was none. */
  async forgive(countedBy: CountedBy, db: Queryable = this.database): Promise<boolean> {
    return (await db.query(FORGIVE, [this.accountOf(countedBy)])).length > 0;
  }

  /** The key of the count: a keyed hash, because a user may type a password as the email. */
  accountOf(countedBy: CountedBy): string {
    if ('email' in countedBy) return this.secrets.fingerprint('login', normalizeEmail(countedBy.email));
    const [[kind, id] = []] = Object.entries(countedBy);
    return this.secrets.fingerprint('login', `${kind} ${id}`);
  }

  /** Deletes a batch of counts whose last attempt is older than this and that block nothing. Returns how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_FAILURES, [olderThanMs, limit])).length;
  }
}

/** The text is the same for the address and the account, so that it does not reveal whether the account exists. */
export function tooManyLogins(retryAfterSeconds: number): ApiError {
  return new ApiError('too_many_failed_logins', 'Too many failed logins: wait before you try again', {
    retryAfterSeconds,
  });
}
