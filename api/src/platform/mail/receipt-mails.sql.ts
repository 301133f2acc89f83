/** Receipts by mail about object `object` of `merchant`. */
export const receiptsBy = (merchant: string, object: string) => `(
  SELECT count(*)::int FROM mails r WHERE r.merchant_id = ${merchant} AND r.kind = 'receipt' AND r.object_id = ${object})`;

/** Erases the recipients $3 of receipts about objects $2 of merchant $1. A mail that was not sent yet is not sent. */
export const ERASE_RECIPIENTS = `
  UPDATE mails SET recipient = $3, next_attempt_at = NULL, lease_until = NULL, updated_at = now(),
    error = CASE status WHEN 'pending' THEN 'erased' ELSE error END,
    status = CASE status WHEN 'pending' THEN 'failed' ELSE status END
  WHERE merchant_id = $1 AND kind = 'receipt' AND object_id = ANY ($2::text[]) AND recipient <> $3`;
