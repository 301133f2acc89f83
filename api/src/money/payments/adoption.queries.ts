import { leaseFree } from '../../platform/database/lease.sql.js';
import { statement } from '../../platform/database/sql.js';
import { formerAccountOf } from './charges.sql.js';

/**
 * Gives a payment of the version before charges its charge, under the lock of its order, while no worker of that version
 * holds it. The charge takes the payment's id as its reference, because that is what the bank knows. From here the
 * payment belongs to its charge.
 */
export const ADOPT = statement(
  'charges_adopt',
  `WITH held AS MATERIALIZED (
    SELECT q.merchant_id, q.id, a.id AS account_id FROM payments q
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    CROSS JOIN LATERAL ${formerAccountOf('q')} a
    WHERE q.merchant_id = $1 AND q.id = $2 AND q.charge_id IS NULL AND q.sends > 0 AND q.status <> 'pending' AND ${leaseFree('q')}
    FOR NO KEY UPDATE OF o),
  adopted AS (
    UPDATE payments p SET charge_id = p.id, captured_charge_id = CASE WHEN p.captured THEN p.id END, fence = p.fence + 1,
      lease_until = 'infinity', due_at = NULL
    FROM held h
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.charge_id IS NULL AND p.status <> 'pending' AND ${leaseFree('p')}
    RETURNING p.*, h.account_id, old.due_at AS was_due_at)
  INSERT INTO charges (merchant_id, id, mode, payment_id, account_id, connector, status, amount, currency, amount_captured,
    provider_id, fence, due_at, send_count, consecutive_timeouts, action_type, action_expires_at, capture_amount,
    cancel_requested_at, cancel_cause, error_reason, error_description, watch_until, created_at, ended_at)
  SELECT merchant_id, id, mode, id, account_id, connector,
    CASE WHEN status = 'success' THEN 'approved' WHEN status IN ('processing', 'requires_action') THEN 'open'
      WHEN reversal_requested_at IS NOT NULL THEN CASE WHEN was_due_at IS NULL THEN 'reversed' ELSE 'reversing' END
      WHEN was_due_at IS NOT NULL OR status <> 'failed' THEN 'closed' ELSE 'failed' END,
    amount, currency, amount_captured, connector_reference, fence, was_due_at, sends, silences,
    CASE status WHEN 'requires_action' THEN next_action->>'type' END, action_expires_at, capture_amount,
    cancel_requested_at, cancel_cause, error_reason, error_description,
    CASE WHEN status IN ('failed', 'cancelled', 'expired') THEN was_due_at END, created_at,
    CASE WHEN status NOT IN ('processing', 'requires_action') THEN updated_at END
  FROM adopted
  RETURNING id`,
);
