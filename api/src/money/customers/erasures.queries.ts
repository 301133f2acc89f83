import { statement } from '../../platform/database/sql.js';

/** Another worker continues an erasure that was not continued for this long. */
const LEASE = `interval '1 minute'`;

/** Leases at most $1 due erasures. */
export const LEASE_ERASURES = statement(
  'customers_lease_erasures',
  `WITH due AS MATERIALIZED (
    SELECT merchant_id, id FROM customers WHERE erasure_due_at <= now()
    ORDER BY erasure_due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
   UPDATE customers c SET erasure_due_at = now() + ${LEASE}
   FROM due d WHERE c.merchant_id = d.merchant_id AND c.id = d.id RETURNING c.merchant_id AS "merchantId", c.id`,
);

export const RENEW_ERASURE = statement(
  'customers_renew_erasure',
  `UPDATE customers SET erasure_due_at = now() + ${LEASE} WHERE merchant_id = $1 AND id = $2 AND erasure_due_at IS NOT NULL`,
);

/**
 * A pass over all copies is complete. One more follows when every request has ended that read a copy before the pass and
 * stored it afterwards.
 */
export const END_ERASURE_PASS = statement(
  'customers_end_erasure_pass',
  `UPDATE customers SET erasure_finished_at = coalesce(erasure_finished_at, now()), erasure_passes = erasure_passes + 1,
     version = version + CASE erasure_passes WHEN 0 THEN 1 ELSE 0 END,
     updated_at = CASE erasure_passes WHEN 0 THEN now() ELSE updated_at END,
     erasure_due_at = CASE erasure_passes WHEN 0 THEN now() + interval '1 minute' END
   WHERE merchant_id = $1 AND id = $2`,
);
