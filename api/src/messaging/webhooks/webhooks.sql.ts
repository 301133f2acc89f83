/**
 * Erases the recorded responses of receivers to deliveries of the events $2, because a receiver may return what it was
 * sent. $3 stands for them.
 */
export const ERASE_RESPONSES = `
  UPDATE webhook_attempts a SET response_body = $3
  FROM webhook_logs l
  WHERE l.merchant_id = $1 AND l.event_id = ANY ($2::text[]) AND a.merchant_id = l.merchant_id AND a.webhook_id = l.id
    AND a.response_body <> '' AND a.response_body <> $3`;
