/** Status of a key whose request has begun and has no response yet. */
export const BEGUN = 0;

/** The condition of the index idempotency_keys_customer: a stored response that names a customer. */
const NAMES_CUSTOMER = `k.body LIKE '%"cust\\_%'`;

/** At most $5 stored responses about the objects $2 that name a customer, after the key $4 of scope $3. */
export const RESPONSES_NAMING_CUSTOMER = `
  SELECT k.scope, k.key, k.body FROM idempotency_keys k
  WHERE k.merchant_id = $1 AND k.resource_id = ANY ($2::text[]) AND ${NAMES_CUSTOMER} AND (k.scope, k.key) > ($3, $4)
  ORDER BY k.scope, k.key LIMIT $5 FOR NO KEY UPDATE`;

/** Replaces stored responses; $2 a JSON list of `scope`, `key` and `body`. */
export const REDACT_RESPONSES = `
  UPDATE idempotency_keys k SET body = r.body
  FROM each_of($2::json) AS e(item) CROSS JOIN LATERAL json_to_record(e.item) AS r(scope text, key text, body text)
  WHERE k.merchant_id = $1 AND k.scope = r.scope AND k.key = r.key`;

/**
 * The CTE `claimed`: claims the keys of the rows in `source` (columns merchant_id, id, body, and those of key-claim.ts) and
 * stores the response, in the same commit as the business row. It comes after the check (so that a rejected request claims
 * nothing) and before the change (so that a duplicate changes nothing).
 */
export const claimKeys = (source: string, status: number) => `
  claimed AS (
    INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
    SELECT s.merchant_id, s.scope, s.key, s.request_hash, s.id, ${status}, s.body, now() + make_interval(secs => s.ttl)
    FROM ${source} s WHERE s.key IS NOT NULL ORDER BY s.merchant_id, s.scope, s.key
    ON CONFLICT DO NOTHING RETURNING merchant_id, resource_id)`;

/**
 * The CTEs `claimed` and `accepted` for a request that calls the bank before it has a response. The key is claimed with the
 * status BEGUN, and completed or deleted by the statement that records the outcome. `source` has merchant_id and id; the
 * list names the four values of `claimValues`; `mark` is stored until there is a response. A key that the same request has
 * begun is claimed again, unless `once`.
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

/** Completes the begun keys of the rows in `source` (merchant_id, id, body, key, scope) that meet `hasResponse`, deletes the others. */
export const endKeys = (source: string, hasResponse: string) => `
  completed_keys AS (
    UPDATE idempotency_keys k SET status = 200, body = s.body FROM ${source} s
    WHERE ${hasResponse} AND k.merchant_id = s.merchant_id AND k.scope = s.scope AND k.key = s.key
      AND k.status = ${BEGUN} AND k.resource_id = s.id),
  freed_keys AS (
    DELETE FROM idempotency_keys k USING ${source} s
    WHERE NOT ${hasResponse} AND k.merchant_id = s.merchant_id AND k.scope = s.scope AND k.key = s.key
      AND k.status = ${BEGUN} AND k.resource_id = s.id)`;

/** The condition on rows of `source` that may be written: they have no key, or their key was free. */
export const isAccepted = (source: string) =>
  `(${source}.key IS NULL OR (${source}.merchant_id, ${source}.id) IN (SELECT merchant_id, resource_id FROM claimed))`;

/**
 * The CTEs `rendered`, `claimed` and `accepted` of a create: the rows of `source`, each with its response as `body`, their
 * keys, and the rows that may be written. The response is rendered once, for the caller and for the key.
 */
export const acceptRows = (source: string, json: (row: string) => string) => `
  rendered AS MATERIALIZED (SELECT j.*, ${json('j')} AS body FROM ${source} j),
  ${claimKeys('rendered', 201)},
  accepted AS MATERIALIZED (SELECT * FROM rendered WHERE ${isAccepted('rendered')})`;
