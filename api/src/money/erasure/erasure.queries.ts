import { EVENTS_NAMING, REDACT_EVENTS } from '../../messaging/events/events.sql.js';
import { ERASE_RESPONSES } from '../../messaging/webhooks/webhooks.sql.js';
import { deleteTerms, HOLD_SCANS } from '../../platform/database/search-terms.sql.js';
import { ERASE_RECIPIENTS } from '../../platform/mail/receipt-mails.sql.js';
import { statement } from '../../platform/database/sql.js';
import { REDACT_RESPONSES, RESPONSES_NAMING_CUSTOMER } from '../../platform/idempotency/idempotency.sql.js';
import { eraseCopies, personalTerms } from '../customers/customers.sql.js';

/** Before {@link ERASE_ORDERS} and {@link ERASE_PAYMENTS}, in their transaction. */
export const HOLD_SEARCH_SCANS = statement('erasure_hold_search_scans', HOLD_SCANS);

/**
 * A batch of ids: $1 merchant, $2 customer, $3 the last id of the batch before, $4 the size. The terms that the copies were
 * found by are deleted with them, because they cannot be derived afterwards.
 */
const erasing = (table: 'orders' | 'payments', terms: readonly string[], join = '') =>
  statement(
    `erasure_${table}`,
    `WITH ${eraseCopies(table)},
    termed AS (
      SELECT t.merchant_id, f.kind, f.term, f.object_id
      FROM batch t ${join} CROSS JOIN LATERAL (VALUES ${terms.join(', ')}) f(kind, object_id, term)),
    forgotten AS (${deleteTerms('termed')})
    SELECT id FROM batch ORDER BY id`,
  );

export const ERASE_ORDERS = erasing('orders', [personalTerms('order', 't.id', 't.customer')]);
export const ERASE_PAYMENTS = erasing(
  'payments',
  [
    personalTerms('payment', 't.id', 't.customer'),
    personalTerms('order', 't.order_id', 't.customer'),
    personalTerms('refund', 'r.id', 't.customer'),
  ],
  'LEFT JOIN refunds r ON r.merchant_id = t.merchant_id AND r.payment_id = t.id',
);

/** The customer's orders as above, each with its payments: the events of a payment hold its order's customer. */
export const OBJECTS_OF_ORDERS = statement(
  'erasure_objects_of_orders',
  `SELECT o.id, ARRAY(SELECT p.id FROM payments p WHERE p.merchant_id = $1 AND p.order_id = o.id) AS others
   FROM orders o WHERE o.merchant_id = $1 AND o.customer_id = $2 AND o.id > $3 ORDER BY o.id LIMIT $4`,
);

/** The customer's payments as above, each with its order: the event of a paid order holds its payment's customer. */
export const OBJECTS_OF_PAYMENTS = statement(
  'erasure_objects_of_payments',
  `SELECT p.id, ARRAY[p.order_id] AS others
   FROM payments p WHERE p.merchant_id = $1 AND p.customer_id = $2 AND p.id > $3 ORDER BY p.id LIMIT $4`,
);

export const ERASE_MAILS = statement('erasure_mails', ERASE_RECIPIENTS);
export const EVENTS = statement('erasure_events', EVENTS_NAMING);
export const REPLACE_EVENTS = statement('erasure_replace_events', REDACT_EVENTS);
export const RESPONSES = statement('erasure_responses', RESPONSES_NAMING_CUSTOMER);
export const REPLACE_RESPONSES = statement('erasure_replace_responses', REDACT_RESPONSES);
export const ERASE_RECEIVED = statement('erasure_received', ERASE_RESPONSES);
