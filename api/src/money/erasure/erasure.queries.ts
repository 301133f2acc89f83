import { EVENTS_NAMING, REDACT_EVENTS } from '../../messaging/events/events.sql.js';
import { ERASE_RESPONSES } from '../../messaging/webhooks/webhooks.sql.js';
import { statement } from '../../platform/database/sql.js';
import { REDACT_RESPONSES, RESPONSES_NAMING_CUSTOMER } from '../../platform/idempotency/idempotency.sql.js';
import { eraseCopies } from '../customers/customers.sql.js';

/** A batch of ids: $1 merchant, $2 customer, $3 the last id of the batch before, $4 the size. */
const erasing = (table: 'orders' | 'payments') =>
  statement(`erasure_${table}`, `WITH ${eraseCopies(table)} SELECT id FROM batch ORDER BY id`);

export const ERASE_ORDERS = erasing('orders');
export const ERASE_PAYMENTS = erasing('payments');

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

export const EVENTS = statement('erasure_events', EVENTS_NAMING);
export const REPLACE_EVENTS = statement('erasure_replace_events', REDACT_EVENTS);
export const RESPONSES = statement('erasure_responses', RESPONSES_NAMING_CUSTOMER);
export const REPLACE_RESPONSES = statement('erasure_replace_responses', REDACT_RESPONSES);
export const ERASE_RECEIVED = statement('erasure_received', ERASE_RESPONSES);
