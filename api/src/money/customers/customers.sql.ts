import { columns, iso, jsonObject } from '../../platform/database/json.js';
import type { SearchedKind } from '../../platform/database/search.js';
import type { Form } from '../../platform/database/sql.js';

/** A customer as responses, events and replays show it. */
export const customerJson = (c: string) =>
  jsonObject(
    [
      columns(c, 'id', 'mode', 'version', 'name', 'email', 'contact', 'notes'),
      ...['erased_at', 'erasure_finished_at', 'created_at', 'updated_at'].map((time) => iso(`${c}.${time}`)),
    ].join(', '),
  );

/** The text that stands for an erased value. */
export const ERASED = 'erased';

/**
 * The CTE `erased`: erases the copies of customer $2 in rows of `table`, in the order of their ids: at most $4 after $3. A
 * row keeps its version, because nothing of it is announced. Yields the CTE `batch` with the rows as they were.
 */
export const eraseCopies = (table: 'orders' | 'payments') => {
  const part = (name: string) => `CASE WHEN t.customer->>'${name}' IS NOT NULL THEN '${ERASED}' END AS ${name}`;
  return `
  batch AS MATERIALIZED (
    SELECT * FROM ${table} WHERE merchant_id = $1 AND customer_id = $2 AND id > $3 ORDER BY id LIMIT $4),
  erased AS (
    UPDATE ${table} t SET customer = (SELECT row_to_json(object) FROM (
      SELECT t.customer->>'id' AS id, ${part('name')}, ${part('email')}, ${part('contact')}) AS object)
    FROM batch b WHERE t.merchant_id = $1 AND t.id = b.id)`;
};

/**
 * What a search finds a copy of a customer by, as VALUES rows (kind, object_id, term): `copy` is the customer that an
 * object keeps. An erased value is no term.
 */
export const personalTerms = (kind: SearchedKind, id: string, copy: string) =>
  ['email', 'contact'].map((part) => `('${kind}', ${id}, nullif(${copy}->>'${part}', '${ERASED}'))`).join(', ');

/** The customer of a new order or payment, as input columns. */
export const GIVEN_CUSTOMER_COLUMNS = 'given_customer_id text, given_name text, given_email text, given_contact text';

/**
 * The CTE `known_customers`: the customers that the rows of `source` name, each with the id of its row. An erasure waits
 * for this lock and then finds what was written under it; whatever waits for an erasure finds no customer.
 */
export const knownCustomers = (source: string, { locked }: Form) => `
  known_customers AS MATERIALIZED (
    SELECT i.id AS row_id, c.name, c.email, c.contact
    FROM ${source} i JOIN customers c ON c.merchant_id = i.merchant_id AND c.id = i.given_customer_id
    WHERE c.erased_at IS NULL ORDER BY c.merchant_id, c.id FOR KEY SHARE OF c ${locked})`;

/** Joins the customer of row `i` as `k`. The condition of {@link isCustomerKnown} goes with it. */
export const withCustomer = (i: string) => `LEFT JOIN known_customers k ON k.row_id = ${i}.id`;
export const isCustomerKnown = (i: string) => `(${i}.given_customer_id IS NULL OR k.row_id IS NOT NULL)`;

export const isCustomerGiven = (i: string) =>
  `coalesce(${columns(i, 'given_customer_id', 'given_name', 'given_email', 'given_contact')}) IS NOT NULL`;

/** The copy of the customer that an order or payment keeps: what was given, completed from the customer. Null if none was given. */
export const customerCopy = (i: string) => `CASE WHEN ${isCustomerGiven(i)} THEN (
  SELECT row_to_json(object) FROM (SELECT ${i}.given_customer_id AS id, coalesce(${i}.given_name, k.name) AS name,
    coalesce(${i}.given_email, k.email) AS email, coalesce(${i}.given_contact, k.contact) AS contact) AS object) END`;
