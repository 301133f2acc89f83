/** The columns of what a notification states (`VerifiedNotification.stated`). */
const STATED = `CROSS JOIN LATERAL json_to_record(i.stated)
      AS s(object text, "connectorReference" text, amount bigint, captured bigint, currency text)`;

/**
 * Which of the named charges and refunds are stored exactly as the notification of `input` states them, with every id that
 * it names, and are neither leased nor due. Nothing that it states is stored: it is compared, and what equals it need not be
 * asked about. A false one can only keep a further look from being made, so that polling must not depend on one.
 */
export const KNOWN = `
  known_charges AS MATERIALIZED (
    SELECT c.merchant_id, c.id FROM input i ${STATED}
    JOIN named_charges n ON n.merchant_id = i.merchant_id
    JOIN charges c ON c.merchant_id = n.merchant_id AND c.id = n.id
    JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
    WHERE s.object = 'charge' AND i.refund_reference IS NULL AND coalesce(i.charge_reference, c.id) = c.id
      AND coalesce(s."connectorReference", c.provider_id) = c.provider_id
      AND (c.amount, c.amount_captured, c.currency) = (s.amount, s.captured, s.currency)
      AND c.status = 'approved' AND c.surplus IS NULL AND c.due_at IS NULL AND c.lease_until IS NULL
      AND p.status = 'success' AND p.captured_charge_id = c.id
      AND (p.amount_refunded, p.amount_disputed, p.amount_refunded_elsewhere) = (0, 0, 0)
      AND NOT EXISTS (
        SELECT FROM ids x LEFT JOIN charge_ids k ON k.merchant_id = x.merchant_id AND k.account_id = x.account_id
          AND k.kind = x.kind AND k.id = x.id AND k.charge_id = c.id
        WHERE k.id IS NULL)),
  known_refunds AS MATERIALIZED (
    SELECT r.merchant_id, r.id FROM input i ${STATED}
    JOIN named_refunds n ON n.merchant_id = i.merchant_id
    JOIN refunds r ON r.merchant_id = n.merchant_id AND r.id = n.id
    WHERE s.object = 'refund' AND coalesce(i.refund_reference, r.id) = r.id
      AND (r.connector_reference, r.amount, r.currency) = (s."connectorReference", s.amount, s.currency)
      AND r.status = 'processed' AND r.call_due_at IS NULL AND r.call_lease_until IS NULL
      AND NOT EXISTS (SELECT FROM ids x WHERE x.id IS DISTINCT FROM r.connector_reference)),
  other_charges AS MATERIALIZED (
    SELECT merchant_id, id FROM named_charges EXCEPT SELECT merchant_id, id FROM known_charges),
  other_refunds AS MATERIALIZED (
    SELECT merchant_id, id FROM named_refunds EXCEPT SELECT merchant_id, id FROM known_refunds)`;
