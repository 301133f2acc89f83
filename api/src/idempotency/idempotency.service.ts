import { Injectable } from '@nestjs/common';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { SecretBox } from '../common/secret-box.js';
import { Config } from '../config/config.module.js';
import { Database, type Tx } from '../database/database.js';
import { statement } from '../database/sql.js';
import type { Claim, GivenKey } from './claim.js';

const FIND = statement(
  'idempotency_find',
  `SELECT request_hash, body, body_encrypted, expires_at <= now() AS expired
   FROM idempotency_keys WHERE merchant_id = $1 AND scope = $2 AND key = $3`,
);
const DROP_EXPIRED = statement(
  'idempotency_drop_expired',
  `DELETE FROM idempotency_keys WHERE merchant_id = $1 AND scope = $2 AND key = $3 AND expires_at <= now()`,
);
const INSERT = statement(
  'idempotency_insert',
  `INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
   VALUES ($1, $2, $3, $4, '', 0, '', now() + make_interval(secs => $5)) ON CONFLICT DO NOTHING RETURNING key`,
);
const STORE = statement(
  'idempotency_store',
  `UPDATE idempotency_keys SET resource_id = $4, status = $5, body = $6, body_encrypted = $7
   WHERE merchant_id = $1 AND scope = $2 AND key = $3`,
);
const SWEEP = statement(
  'idempotency_sweep',
  `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(SELECT ctid FROM idempotency_keys
   WHERE expires_at <= now() ORDER BY expires_at LIMIT $1)) RETURNING key`,
);
/** Purpose of the fingerprint key derived from ENCRYPTION_KEY. */
const FINGERPRINT = 'idempotency';
const ADDITIONAL_DATA = 'idempotency';

interface Stored {
  request_hash: string;
  body: string;
  body_encrypted: boolean;
  expired: boolean;
}

/** The database's half of idempotency: the key commits with what it guards, or not at all. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly config: Config,
  ) {}

  fingerprint(request: string): string {
    return this.secrets.fingerprint(FINGERPRINT, request);
  }

  /** The key in its owner's name; null stays null. */
  claim(given: GivenKey | null, merchantId: string, scope = ''): Claim | null {
    return given && { ...given, merchantId, scope, ttlSeconds: Math.ceil(this.config.IDEMPOTENCY_TTL / 1000) };
  }

  /**
   * For one-statement creates: `attempt` writes everything and answers, or answers nothing. Only then is the key looked
   * at, and after it the reason (`refusal`).
   */
  async firstOrReplay<T>(
    claim: Claim | null,
    attempt: () => Promise<Answer<T> | undefined>,
    refusal: () => Promise<ApiError>,
  ): Promise<Answer<T>> {
    for (let tries = 0; tries < 2; tries++) {
      const answer = await attempt();
      if (answer) return answer;
      const stored = claim && (await this.replay<T>(claim));
      if (stored) return stored;
      if (!claim) break;
    }
    throw await refusal();
  }

  /** For everything else: `work` runs in one transaction with the key. `secret`: the stored answer is encrypted. */
  async once<T>(
    claim: Claim | null,
    status: number,
    work: (tx: Tx) => Promise<{ id: string; body: string }>,
    { secret = false } = {},
  ): Promise<Answer<T>> {
    if (!claim) return new Answer<T>((await this.database.transaction(work)).body);
    const { merchantId, scope, key, requestHash, ttlSeconds } = claim;
    for (;;) {
      const body = await this.database.transaction(async (tx) => {
        const won = await tx.query(INSERT, [merchantId, scope, key, requestHash, ttlSeconds]);
        if (won.length === 0) return null;
        const done = await work(tx);
        const stored = secret ? this.secrets.seal(done.body, ADDITIONAL_DATA) : done.body;
        await tx.query(STORE, [merchantId, scope, key, done.id, status, stored, secret]);
        return done.body;
      });
      if (body !== null) return new Answer<T>(body);
      const stored = await this.replay<T>(claim);
      if (stored) return stored;
    }
  }

  /** The stored answer of a key, null when the key is free (an expired one is freed); refuses the key of another request. */
  async replay<T>(claim: Claim): Promise<Answer<T> | null> {
    const { merchantId, scope, key, request } = claim;
    const [stored] = await this.database.query<Stored>(FIND, [merchantId, scope, key]);
    if (stored?.expired) await this.database.query(DROP_EXPIRED, [merchantId, scope, key]);
    if (!stored || stored.expired) return null;
    if (!this.secrets.matchesFingerprint(FINGERPRINT, request, stored.request_hash)) {
      throw new ApiError('IDEMPOTENCY_ERROR', 'This idempotency key was used with another request: take a new key', {
        field: 'Idempotency-Key',
      });
    }
    const body = stored.body_encrypted ? this.secrets.open(stored.body, ADDITIONAL_DATA) : stored.body;
    return new Answer<T>(body, true);
  }

  /** Removes up to `limit` expired keys; tells how many. */
  async sweep(limit: number): Promise<number> {
    return (await this.database.query(SWEEP, [limit])).length;
  }
}
