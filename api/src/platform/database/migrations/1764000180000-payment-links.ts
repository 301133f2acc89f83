import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `amount` is null if the payer enters it. `order_id`: the order that a single link opened last. `orders_due_at`: a
 * cancelled link may have open orders, which the sweeper ends.
 */
const LINKS = `
CREATE TABLE payment_links (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
  description text CHECK (length(description) <= 1000),
  reference_id text CHECK (length(reference_id) BETWEEN 1 AND 255),
  amount bigint CHECK (amount >= 1),
  min_amount bigint CHECK (min_amount >= 1),
  max_amount bigint CHECK (max_amount >= min_amount),
  currency text NOT NULL,
  reusable boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paid', 'cancelled', 'expired')),
  order_id text COLLATE "C",
  notes json NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  expires_at timestamptz,
  paid_at timestamptz,
  cancelled_at timestamptz,
  orders_due_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  CHECK ((amount IS NULL) = (min_amount IS NOT NULL AND max_amount IS NOT NULL)),
  CHECK (amount IS NOT NULL OR min_amount IS NOT NULL),
  CHECK (NOT reusable OR order_id IS NULL),
  CHECK ((paid_at IS NOT NULL) = (status = 'paid')),
  CHECK (status <> 'paid' OR order_id IS NOT NULL)
);
CREATE UNIQUE INDEX payment_links_reference ON payment_links (merchant_id, reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX payment_links_id ON payment_links (id);
CREATE INDEX payment_links_status ON payment_links (merchant_id, status, id);
CREATE INDEX payment_links_expiry ON payment_links (expires_at) WHERE status = 'active' AND expires_at IS NOT NULL;
CREATE INDEX payment_links_orders_due ON payment_links (orders_due_at) WHERE orders_due_at IS NOT NULL;
CREATE TRIGGER payment_links_begin BEFORE INSERT ON payment_links FOR EACH ROW WHEN (NEW.status <> 'active')
  EXECUTE FUNCTION begin_as('active');
CREATE TRIGGER payment_links_moves BEFORE UPDATE OF status ON payment_links FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('active>paid', 'active>cancelled', 'active>expired', 'cancelled>paid', 'expired>paid');`;

const ORDERS_AND_PAYMENTS = `
ALTER TABLE orders ADD COLUMN payment_link_id text COLLATE "C";
CREATE INDEX orders_open_of_link ON orders (merchant_id, payment_link_id, id)
  WHERE payment_link_id IS NOT NULL AND status IN ('created', 'attempted');
ALTER TABLE payments ADD COLUMN payment_link_id text COLLATE "C";
CREATE INDEX payments_of_link ON payments (merchant_id, payment_link_id, id) WHERE payment_link_id IS NOT NULL;`;

/** Payment links, and the link of an order and of its payments. */
export class PaymentLinks1764000180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [LINKS, ORDERS_AND_PAYMENTS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE payment_links;
      ALTER TABLE payments DROP COLUMN payment_link_id;
      ALTER TABLE orders DROP COLUMN payment_link_id`);
  }
}
