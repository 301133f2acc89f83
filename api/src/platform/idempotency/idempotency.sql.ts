/** Status of a key whose request has begun and is not answered yet. */
export const BEGUN = 0;

/**
 * Claims the keys of the rows in the CTE `source` (columns merchant_id, id, body, and those of claim.ts) and stores the
 * answer, in the same commit as the business row. Yields the CTE `claimed`. It stands after the judgement (so that a
 * refusal claims nothing) and before the change (so that a duplicate changes nothing).
 */
export const claimKeys = (source: string, status: number) => `
  claimed AS (
    INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
    SELECT s.merchant_id, s.scope, s.key, s.request_hash, s.id, ${status}, s.body, now() + make_interval(secs => s.ttl)
    FROM ${source} s WHERE s.key IS NOT NULL ORDER BY s.merchant_id, s.scope, s.key
    ON CONFLICT DO NOTHING RETURNING merchant_id, resource_id)`;

/**
 * The CTE `claimed` for a request that asks the bank before it can answer: its key is taken with its intent, as begun
 * (status 0), and finished or dropped by whoever records the verdict. `source` has merchant_id and id; `claim` names the
 * four values of {@link claimValues}, `mark` what is remembered of the beginning. A key that this very request has begun
 * before is taken again, unless `once`; any other is not.
 */
export const beginKey = (source: string, [key, scope, hash, ttl]: readonly string[], mark: string, once = false) => `
  claimed AS (
    INSERT INTO idempotency_keys AS k (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
    SELECT s.merchant_id, ${scope}::text, ${key}::text, ${hash}::text, s.id, ${BEGUN}, ${mark}, now() + make_interval(secs => ${ttl}::int)
    FROM ${source} s WHERE ${key}::text IS NOT NULL
    ON CONFLICT (merchant_id, scope, key) DO ${
      once
        ? 'NOTHING'
        : `UPDATE SET resource_id = k.resource_id
      WHERE k.status = ${BEGUN} AND k.resource_id = excluded.resource_id AND k.request_hash = excluded.request_hash`
    }
    RETURNING merchant_id, resource_id),
  accepted AS MATERIALIZED (
    SELECT s.merchant_id, s.id FROM ${source} s
    WHERE ${key}::text IS NULL OR (s.merchant_id, s.id) IN (SELECT merchant_id, resource_id FROM claimed))`;

/** The begun keys of the rows in `source` (merchant_id, id, body, key, scope): answered, or freed again. */
export const endKeys = (source: string, answered: string) => `
  answered_keys AS (
    UPDATE idempotency_keys k SET status = 200, body = s.body FROM ${source} s
    WHERE ${answered} AND k.merchant_id = s.merchant_id AND k.scope = s.scope AND k.key = s.key
      AND k.status = ${BEGUN} AND k.resource_id = s.id),
  freed_keys AS (
    DELETE FROM idempotency_keys k USING ${source} s
    WHERE NOT ${answered} AND k.merchant_id = s.merchant_id AND k.scope = s.scope AND k.key = s.key
      AND k.status = ${BEGUN} AND k.resource_id = s.id)`;

/** The condition on rows of `source` that have won: they brought no key, or theirs was free. */
export const isAccepted = (source: string) =>
  `(${source}.key IS NULL OR (${source}.merchant_id, ${source}.id) IN (SELECT merchant_id, resource_id FROM claimed))`;
