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

/** The condition on rows of `source` that have won: they brought no key, or theirs was free. */
export const hasWon = (source: string) =>
  `(${source}.key IS NULL OR (${source}.merchant_id, ${source}.id) IN (SELECT merchant_id, resource_id FROM claimed))`;
