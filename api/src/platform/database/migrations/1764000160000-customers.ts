import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `erasure_due_at`: when the erasure of a customer's data in other tables continues; null: it is finished, or was never asked for. */
const CUSTOMERS = `
CREATE TABLE customers (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  name text CHECK (length(name) BETWEEN 1 AND 255),
  email text CHECK (length(email) BETWEEN 1 AND 254),
  contact text CHECK (length(contact) BETWEEN 1 AND 20),
  notes json NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  erased_at timestamptz,
  erasure_due_at timestamptz,
  erasure_finished_at timestamptz,
  erasure_passes int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX customers_name_start ON customers (merchant_id, lower(name COLLATE pg_c_utf8), id) WHERE name IS NOT NULL;
CREATE INDEX customers_email_start ON customers (merchant_id, lower(email COLLATE pg_c_utf8), id) WHERE email IS NOT NULL;
CREATE INDEX customers_contact_start ON customers (merchant_id, lower(contact COLLATE pg_c_utf8), id) WHERE contact IS NOT NULL;
CREATE INDEX customers_erasures ON customers (erasure_due_at) WHERE erasure_due_at IS NOT NULL;`;

/** `customer` is a copy of the customer's data at the time of creation. */
const COLUMNS = `
ALTER TABLE orders ADD COLUMN description text, ADD COLUMN customer_id text COLLATE "C", ADD COLUMN customer json,
  ADD COLUMN line_items json;
ALTER TABLE payments ADD COLUMN description text, ADD COLUMN customer_id text COLLATE "C", ADD COLUMN customer json,
  ADD COLUMN notes json NOT NULL DEFAULT '{}';
ALTER TABLE refunds ADD COLUMN notes json NOT NULL DEFAULT '{}';
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (merchant_id, customer_id) REFERENCES customers NOT VALID;
ALTER TABLE payments ADD CONSTRAINT payments_customer FOREIGN KEY (merchant_id, customer_id) REFERENCES customers NOT VALID;
CREATE INDEX orders_customer ON orders (merchant_id, customer_id, id) WHERE customer_id IS NOT NULL;
CREATE INDEX payments_customer ON payments (merchant_id, customer_id, id) WHERE customer_id IS NOT NULL;`;

/** Payments of which something was given back are few, so these indexes are small. */
const MONEY_STATES = `
CREATE INDEX payments_partly_refunded ON payments (merchant_id, id)
  WHERE status = 'success' AND amount_refunded + amount_refunded_elsewhere > 0
    AND amount_refunded + amount_refunded_elsewhere < amount_captured;
CREATE INDEX payments_refunded ON payments (merchant_id, id)
  WHERE status = 'success' AND amount_refunded + amount_refunded_elsewhere > 0
    AND amount_refunded + amount_refunded_elsewhere >= amount_captured;`;

/** Erasure changes the payload of an event, and marks it; nothing else of an event ever changes. */
const ERASURE = `
ALTER TABLE events ADD COLUMN redacted_at timestamptz;
CREATE FUNCTION redact_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.redacted_at IS NOT NULL AND NEW.redacted_at IS DISTINCT FROM OLD.redacted_at
    AND (NEW.merchant_id, NEW.id, NEW.mode, NEW.type, NEW.object_id, NEW.version, NEW.actor, NEW.created_at)
      = (OLD.merchant_id, OLD.id, OLD.mode, OLD.type, OLD.object_id, OLD.version, OLD.actor, OLD.created_at)
    AND (NEW.request_id, NEW.trace_parent) IS NOT DISTINCT FROM (OLD.request_id, OLD.trace_parent) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;
DROP TRIGGER events_append_only ON events;
CREATE TRIGGER events_append_only BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION redact_only();
CREATE INDEX idempotency_keys_customer ON idempotency_keys (merchant_id, resource_id) WHERE body LIKE '%"cust\\_%';`;

/** See FirstStatistics1763900050000: without it the planner would read all rows of a merchant to find one. */
const STATISTICS = `
SELECT pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', t.name, 'attname', t.attribute,
  'inherited', false, 'null_frac', t.nulls::real, 'avg_width', 20::integer, 'n_distinct', t.distinct_values::real)
FROM (VALUES ('customers', 'merchant_id', 0, 10), ('customers', 'id', 0, -1), ('orders', 'customer_id', 0.5, -0.3),
  ('payments', 'customer_id', 0.5, -0.3)) AS t(name, attribute, nulls, distinct_values)`;

/** Customers, what orders, payments and refunds are about, the states of money, and the erasure of personal data. */
export class Customers1764000160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [CUSTOMERS, COLUMNS, MONEY_STATES, ERASURE, STATISTICS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX idempotency_keys_customer;
      DROP TRIGGER events_append_only ON events;
      CREATE TRIGGER events_append_only BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION append_only();
      DROP FUNCTION redact_only();
      ALTER TABLE events DROP COLUMN redacted_at;
      DROP INDEX payments_partly_refunded;
      DROP INDEX payments_refunded;
      ALTER TABLE refunds DROP COLUMN notes;
      ALTER TABLE payments DROP COLUMN description, DROP COLUMN customer_id, DROP COLUMN customer, DROP COLUMN notes;
      ALTER TABLE orders DROP COLUMN description, DROP COLUMN customer_id, DROP COLUMN customer, DROP COLUMN line_items;
      DROP TABLE customers`);
  }
}
