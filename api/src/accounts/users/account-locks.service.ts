import { Injectable } from '@nestjs/common';
import { Database, type Queryable, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { ATTEMPT, BLOCKED_FOR, FORGET_FAILURES, FORGIVE } from './account-locks.queries.js';
import { normalizeEmail } from './users.service.js';

const MEMORY_SECONDS = 30 * 60;
const SLOW_FROM_FAILURES = 5;
const LOCK_FROM_FAILURES = 10;
const LOCK_SECONDS = 30 * 60;

/** Whose wrong passwords are counted together. */
export type CountedBy =
  /** An account, known or not, by devices that never signed in to it. */
  | { email: string }
  /** A device that has signed in to the account before. */
  | { device: string }
  /** A session that changes its user's password. */
  | { session: string };

/**
 * Wrong passwords, in PostgreSQL, so that the counts hold across replicas and restarts: five slow down, ten lock for 30
 * minutes. What strangers do to an account locks neither its known devices nor its open sessions.
 */
@Injectable()
export class AccountLocks {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /** Counts an attempt before the password is checked; refuses it when there were too many. */
  async count(counted: CountedBy): Promise<void> {
    const account = this.accountOf(counted);
    const values = [account, MEMORY_SECONDS, SLOW_FROM_FAILURES, LOCK_FROM_FAILURES, LOCK_SECONDS];
    if ((await this.database.query(ATTEMPT, values)).length > 0) return;
    const [blocked] = await this.database.query<{ seconds: number }>(BLOCKED_FOR, [account]);
    throw tooManyLogins(blocked?.seconds ?? 1);
  }

  /** The password was right, or an operator or admin unlocks; false: there was nothing to forgive. */
  async forgive(counted: CountedBy, db: Queryable = this.database): Promise<boolean> {
    return (await db.query(FORGIVE, [this.accountOf(counted)])).length > 0;
  }

  /** The name under which it is counted. What is typed as an email may be a password, so it is kept as a keyed hash. */
  accountOf(counted: CountedBy): string {
    if ('email' in counted) return this.secrets.fingerprint('login', normalizeEmail(counted.email));
    const [kind, id] = 'device' in counted ? ['device', counted.device] : ['session', counted.session];
    return this.secrets.fingerprint('login', `${kind} ${id}`);
  }

  /** Removes counts whose last attempt is older than this and that block nobody, a batch of them; tells how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_FAILURES, [olderThanMs, limit])).length;
  }
}

/** The same words whether the address or the account is at fault, and whether the account exists. */
export function tooManyLogins(retryAfterSeconds: number): ApiError {
  return new ApiError('too_many_failed_logins', 'Too many failed logins: wait before you try again', {
    retryAfterSeconds,
  });
}
