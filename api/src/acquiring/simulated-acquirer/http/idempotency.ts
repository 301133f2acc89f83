import { createHash } from 'node:crypto';
import type { AcquirerDatabase, Statement } from '../acquirer-database.js';
import type { ApiKey } from '../keys/api-keys.js';
import { JSON_TYPE, type Outcome, Refusal, type Reply } from './reply.js';

const FIND: Statement = {
  name: 'simulated_bank_find_response',
  text: `
SELECT fingerprint, status, body FROM simulated_bank.idempotency_keys
WHERE account = $1 AND key = $2 AND created_at > clock_timestamp() - $3::float8 * interval '1 ms'`,
};

/**
 * The first response of the window is kept: of two requests at once, the later one changes nothing. The commit does not
 * wait for the disk: after a crash of the database a repeat may be executed again.
 */
const STORE: Statement = {
  name: 'simulated_bank_store_response',
  text: `
WITH async_commit AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
INSERT INTO simulated_bank.idempotency_keys AS k (account, key, fingerprint, status, body)
SELECT $1, $2, $3, $4::integer, $5 FROM async_commit
ON CONFLICT (account, key) DO UPDATE
SET fingerprint = EXCLUDED.fingerprint, status = EXCLUDED.status, body = EXCLUDED.body, created_at = EXCLUDED.created_at
WHERE k.created_at <= clock_timestamp() - $6::float8 * interval '1 ms'`,
};

interface Stored {
  fingerprint: string;
  status: number;
  body: string;
}

/**
 * Within its window an `Idempotency-Key` returns the stored status and body. It only saves a second execution: two
 * requests at once are both executed, and the reference makes that harmless.
 */
export class StoredResponses {
  constructor(private readonly database: AcquirerDatabase) {}

  async replay(key: ApiKey, header: string, request: string): Promise<Reply | undefined> {
    const [stored] = await this.database.run<Stored>(FIND, [key.account, checked(header), key.idempotencyWindowMs]);
    if (!stored) return undefined;
    if (stored.fingerprint !== fingerprintOf(request))
      throw new Refusal(409, 'idempotency_key_reused', 'The Idempotency-Key belongs to another request');
    const headers = { 'content-type': JSON_TYPE, 'idempotent-replayed': 'true' };
    return { status: stored.status, text: stored.body, headers };
  }

  /** A call without a response has none to store: its repeat is executed again. */
  async store(key: ApiKey, header: string, request: string, outcome: Outcome): Promise<void> {
    if (typeof outcome === 'string') return;
    await this.database.run(STORE, [
      ...[key.account, header, fingerprintOf(request), outcome.status, outcome.text],
      key.idempotencyWindowMs,
    ]);
  }
}

const fingerprintOf = (request: string) => createHash('sha256').update(request).digest('hex');

function checked(header: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new Refusal(400, 'invalid_idempotency_key', 'An Idempotency-Key has 1 to 255 visible ASCII characters');
}
