/** More often than this an account's row is not written, so that a burst of notifications does not wait for its lock. */
const STAMP_INTERVAL = `interval '1 second'`;

/** Sets when the last notification came and was verified. For a CTE: $1 merchant, $2 account. */
export const STAMP_VERIFIED = `
  UPDATE connector_accounts a SET last_notification_at = now(), last_verified_at = now()
  WHERE a.merchant_id = $1 AND a.id = $2 AND (a.last_verified_at IS NULL
    OR a.last_verified_at < greatest(now() - ${STAMP_INTERVAL}, a.last_notification_at))`;

/** The same for one that was not verified. */
export const STAMP_UNVERIFIED = `
  UPDATE connector_accounts a SET last_notification_at = now()
  WHERE a.merchant_id = $1 AND a.id = $2
    AND (a.last_notification_at IS NULL OR a.last_notification_at < now() - ${STAMP_INTERVAL})`;
