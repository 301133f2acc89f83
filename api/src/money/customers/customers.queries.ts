import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { beginning, idsBeginning } from '../../platform/database/search.js';
import { iso } from '../../platform/database/json.js';
import { type Form, MANY, ONE, statement } from '../../platform/database/sql.js';
import { acceptRows } from '../../platform/idempotency/idempotency.sql.js';
import { CLAIM_COLUMNS } from '../../platform/idempotency/key-claim.js';
import { customerJson, ERASED } from './customers.sql.js';

const COLUMNS = `merchant_id uuid, mode text, id text, name text, email text, contact text, notes json, event_id text,
  actor text, request_id text, trace_parent text, ${CLAIM_COLUMNS}`;

/** The rows of announce() for the customers of `source`. */
const eventRows = (event: string, source: string, values: string) => `
  SELECT merchant_id, mode, ${values}, '${event}' AS event, 'customer' AS object, id AS object_id, version, body AS data
  FROM ${source}`;

/** Creates customers with their keys and events in one statement. */
const create = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(COLUMNS)}),
  fresh AS (
    SELECT i.*, 1 AS version, NULL::timestamptz AS erased_at, NULL::timestamptz AS erasure_finished_at,
      now() AS created_at, now() AS updated_at FROM input i),
  ${acceptRows('fresh', customerJson)},
  stored AS (
    INSERT INTO customers (merchant_id, mode, id, name, email, contact, notes)
    SELECT merchant_id, mode, id, name, email, contact, notes FROM accepted),
  source AS (${eventRows('customer.created', 'accepted', 'event_id, actor, request_id, trace_parent')}),
  ${announce('source')}
  SELECT id, body, ${form.once(DELIVERY_HINTS)} AS hints FROM accepted`;

export const CREATE = {
  one: statement('customers_create', create(ONE)),
  many: statement('customers_create_many', create(MANY)),
};

export const GET = statement(
  'customers_get',
  `SELECT ${customerJson('c')} AS body FROM customers c WHERE c.merchant_id = $1 AND c.id = $2`,
);

/**
 * The customer, and what it has paid if $3: of its newest $4 payments, whatever their status. A refund is not a row of
 * payments: it stands in its payment's sums.
 */
export const GET_WITH_TOTALS = statement(
  'customers_get_with_totals',
  `SELECT ${customerJson('c')} AS body, t.totals FROM customers c
   LEFT JOIN LATERAL (
     WITH newest AS MATERIALIZED (
       SELECT p.currency, p.captured, p.amount_captured, p.captured_at,
         p.amount_refunded + p.amount_refunded_elsewhere AS given FROM payments p
       WHERE p.merchant_id = $1 AND p.customer_id = $2 ORDER BY p.id DESC LIMIT $4),
     sums AS (
       SELECT currency, count(*)::int AS payments, sum(amount_captured)::bigint AS amount_captured,
         sum(given)::bigint AS amount_refunded, ${iso('max(captured_at)', 'last_paid_at')}
       FROM newest WHERE captured GROUP BY currency)
     SELECT json_build_object('counted', (SELECT count(*) FROM newest), 'currencies',
       coalesce((SELECT json_agg(s ORDER BY s.payments DESC, s.currency) FROM sums s), '[]')) AS totals
   ) t ON $3::boolean
   WHERE c.merchant_id = $1 AND c.id = $2`,
);

/** Whether a customer can be named in a new order or payment, and whether it was erased. */
export const STATE = statement(
  'customers_state',
  `SELECT erased_at IS NOT NULL AS erased, ${customerJson('c')} AS body FROM customers c WHERE merchant_id = $1 AND id = $2`,
);

/** $3 the fields to change, $4 to $7 their values, $8 the event's id, $9 to $11 its author. No row: unknown, or erased. */
export const UPDATE = statement(
  'customers_update',
  `WITH changed AS (
    UPDATE customers c SET name = CASE WHEN 'name' = ANY ($3::text[]) THEN $4 ELSE c.name END,
      email = CASE WHEN 'email' = ANY ($3) THEN $5 ELSE c.email END,
      contact = CASE WHEN 'contact' = ANY ($3) THEN $6 ELSE c.contact END,
      notes = CASE WHEN 'notes' = ANY ($3) THEN $7::json ELSE c.notes END, version = c.version + 1, updated_at = now()
    WHERE c.merchant_id = $1 AND c.id = $2 AND c.erased_at IS NULL RETURNING *),
  rendered AS MATERIALIZED (SELECT c.*, ${customerJson('c')} AS body FROM changed c),
  source AS MATERIALIZED (${eventRows('customer.updated', 'rendered', '$8::text AS event_id, $9::text AS actor, $10::text AS request_id, $11::text AS trace_parent')}),
  ${announce('source')}
  SELECT body, ${DELIVERY_HINTS} AS hints FROM rendered`,
);

/**
 * Erases the customer's own row, once, and makes the erasure of all copies due. The lock is one that creates with this
 * customer wait for: each of them is either committed before, or finds no customer. Values as for UPDATE, from $3.
 */
export const ERASE = statement(
  'customers_erase',
  `WITH held AS MATERIALIZED (
    SELECT merchant_id, id FROM customers WHERE merchant_id = $1 AND id = $2 AND erased_at IS NULL FOR UPDATE),
  changed AS (
    UPDATE customers c SET name = CASE WHEN c.name IS NOT NULL THEN '${ERASED}' END,
      email = CASE WHEN c.email IS NOT NULL THEN '${ERASED}' END,
      contact = CASE WHEN c.contact IS NOT NULL THEN '${ERASED}' END, notes = '{}', erased_at = now(),
      erasure_due_at = now(), version = c.version + 1, updated_at = now()
    FROM held h WHERE c.merchant_id = h.merchant_id AND c.id = h.id RETURNING c.*),
  rendered AS MATERIALIZED (SELECT c.*, ${customerJson('c')} AS body FROM changed c),
  source AS MATERIALIZED (${eventRows('customer.erased', 'rendered', '$3::text AS event_id, $4::text AS actor, $5::text AS request_id, $6::text AS trace_parent')}),
  ${announce('source')}
  SELECT body, ${DELIVERY_HINTS} AS hints FROM rendered`,
);

/** The customers that a search of the list finds. */
export const SEARCH = statement(
  'customers_search',
  `SELECT ${idsBeginning('customers')} || ${beginning('customers', 'name')} || ${beginning('customers', 'email')}
     || ${beginning('customers', 'contact')} AS found`,
);
