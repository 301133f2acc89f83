export const FUNCTIONS = `
CREATE FUNCTION iso(timestamptz) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

CREATE FUNCTION allow_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.status || '>' || NEW.status = ANY (TG_ARGV) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% may not go from % to %', TG_TABLE_NAME, OLD.status, NEW.status
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE FUNCTION begin_as() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% must begin as %, not %', TG_TABLE_NAME, TG_ARGV[0], NEW.status
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;`;

export const TENANTS = `
CREATE TABLE merchants (
  id uuid PRIMARY KEY,
  mode text NOT NULL CHECK (mode IN ('test', 'live')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
  email text,
  allowed_origins text[] NOT NULL DEFAULT '{}',
  version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE api_keys (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL CHECK (mode IN ('test', 'live')),
  name text,
  secret_hash bytea NOT NULL,
  secret_cipher text,
  scopes text[],
  last_used_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX api_keys_id ON api_keys (id);`;

export const ORDERS = `
CREATE TABLE orders (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  amount bigint NOT NULL CHECK (amount BETWEEN 100 AND 99999999999),
  amount_paid bigint NOT NULL DEFAULT 0,
  currency text NOT NULL,
  receipt text,
  notes json NOT NULL DEFAULT '{}',
  status text NOT NULL DEFAULT 'created' CHECK (status IN ('created', 'attempted', 'paid', 'expired', 'cancelled')),
  attempts int NOT NULL DEFAULT 0,
  capture text NOT NULL DEFAULT 'automatic' CHECK (capture IN ('automatic', 'manual')),
  return_url text,
  version int NOT NULL DEFAULT 1,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  CHECK (amount_paid BETWEEN 0 AND amount),
  CHECK ((amount_paid > 0) = (status = 'paid'))
);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX orders_status ON orders (merchant_id, status, id);
CREATE INDEX orders_receipt ON orders (merchant_id, receipt) WHERE receipt IS NOT NULL;
CREATE INDEX orders_expiry ON orders (expires_at) WHERE status IN ('created', 'attempted') AND expires_at IS NOT NULL;
CREATE TRIGGER orders_begin BEFORE INSERT ON orders FOR EACH ROW WHEN (NEW.status <> 'created')
  EXECUTE FUNCTION begin_as('created');
CREATE TRIGGER orders_moves BEFORE UPDATE OF status ON orders FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('created>attempted', 'created>expired', 'created>cancelled',
    'attempted>paid', 'attempted>expired', 'attempted>cancelled');`;

export const PAYMENTS = `
CREATE TABLE payments (
  merchant_id uuid NOT NULL,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  amount_captured bigint NOT NULL DEFAULT 0,
  amount_refunded bigint NOT NULL DEFAULT 0,
  currency text NOT NULL,
  method text NOT NULL CHECK (method IN ('upi', 'card')),
  flow text CHECK (flow IN ('collect', 'intent')),
  vpa text,
  card_network text,
  card_last4 text CHECK (length(card_last4) = 4),
  instrument text NOT NULL,
  capture text NOT NULL CHECK (capture IN ('automatic', 'manual')),
  status text NOT NULL DEFAULT 'pending' CHECK (status IN
    ('pending', 'processing', 'requires_action', 'success', 'failed', 'cancelled', 'expired')),
  captured boolean NOT NULL DEFAULT false,
  next_action json,
  action_expires_at timestamptz,
  error_code text,
  error_reason text,
  error_description text,
  connector text NOT NULL,
  connector_reference text,
  actor text NOT NULL,
  shopper text,
  request_id text,
  trace_parent text,
  version int NOT NULL DEFAULT 1,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  due_at timestamptz,
  sends int NOT NULL DEFAULT 0,
  capture_amount bigint,
  cancel_requested_at timestamptz,
  cancel_cause text CHECK (cancel_cause IN
    ('requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered')),
  reversal_requested_at timestamptz,
  captured_at timestamptz,
  capture_before timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, order_id) REFERENCES orders,
  CHECK (0 <= amount_refunded AND amount_refunded <= amount_captured AND amount_captured <= amount),
  CHECK (captured = (amount_captured > 0)),
  CHECK (NOT captured OR status = 'success'),
  CHECK (status <> 'requires_action' OR action_expires_at IS NOT NULL),
  CHECK (capture_amount BETWEEN 1 AND amount),
  CHECK (capture_amount IS NULL OR cancel_requested_at IS NULL)
);
CREATE UNIQUE INDEX payments_at_bank ON payments (merchant_id, order_id)
  WHERE status IN ('processing', 'requires_action', 'success');
CREATE UNIQUE INDEX payments_connector_reference ON payments (merchant_id, connector, connector_reference)
  WHERE connector_reference IS NOT NULL;
CREATE INDEX payments_id ON payments (id);
CREATE INDEX payments_order ON payments (merchant_id, order_id, id);
CREATE INDEX payments_status ON payments (merchant_id, status, id);
CREATE INDEX payments_vpa ON payments (merchant_id, vpa, id) WHERE vpa IS NOT NULL;
CREATE INDEX payments_last4 ON payments (merchant_id, card_last4, id) WHERE card_last4 IS NOT NULL;
CREATE INDEX payments_declines ON payments (merchant_id, shopper, created_at) WHERE shopper IS NOT NULL AND status = 'failed';
CREATE INDEX payments_due ON payments (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payments_ended ON payments (status, updated_at) WHERE status IN ('success', 'failed', 'cancelled', 'expired');
CREATE TRIGGER payments_begin BEFORE INSERT ON payments FOR EACH ROW WHEN (NEW.status <> 'pending')
  EXECUTE FUNCTION begin_as('pending');
CREATE TRIGGER payments_moves BEFORE UPDATE OF status ON payments FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('pending>processing', 'pending>failed', 'pending>cancelled', 'pending>expired',
    'processing>requires_action', 'processing>success', 'processing>failed', 'processing>cancelled',
    'processing>expired', 'requires_action>processing', 'success>cancelled');`;

export const REFUNDS = `
CREATE TABLE refunds (
  merchant_id uuid NOT NULL,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  order_id text COLLATE "C" NOT NULL,
  amount bigint NOT NULL CHECK (amount >= 1),
  currency text NOT NULL,
  reason text,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'processed', 'failed')),
  error_code text,
  error_reason text,
  error_description text,
  connector text NOT NULL,
  connector_reference text,
  actor text NOT NULL,
  request_id text,
  trace_parent text,
  version int NOT NULL DEFAULT 1,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  due_at timestamptz,
  sends int NOT NULL DEFAULT 0,
  processed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, payment_id) REFERENCES payments
);
CREATE UNIQUE INDEX refunds_connector_reference ON refunds (merchant_id, connector, connector_reference)
  WHERE connector_reference IS NOT NULL;
CREATE INDEX refunds_payment ON refunds (merchant_id, payment_id, id);
CREATE INDEX refunds_order ON refunds (merchant_id, order_id, id);
CREATE INDEX refunds_status ON refunds (merchant_id, status, id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX refunds_ended ON refunds (status, updated_at) WHERE status IN ('processed', 'failed');
CREATE TRIGGER refunds_begin BEFORE INSERT ON refunds FOR EACH ROW WHEN (NEW.status <> 'pending')
  EXECUTE FUNCTION begin_as('pending');
CREATE TRIGGER refunds_moves BEFORE UPDATE OF status ON refunds FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('pending>processing', 'processing>processed', 'processing>failed');`;

/**
 * capture +, refund - (when accepted), refund_failed + (when the refund fails): their sum per payment is captured minus
 * refunded. A late approval that is reversed is booked as capture + and reversal -, or as a reversal of 0 if it was only
 * an authorisation.
 */
export const MOVEMENTS = `
CREATE TABLE movements (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  mode text NOT NULL,
  type text NOT NULL CHECK (type IN ('capture', 'refund', 'refund_failed', 'reversal')),
  payment_id text COLLATE "C" NOT NULL,
  refund_id text COLLATE "C",
  amount bigint NOT NULL,
  currency text NOT NULL,
  connector_reference text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, payment_id) REFERENCES payments,
  FOREIGN KEY (merchant_id, refund_id) REFERENCES refunds,
  CHECK ((type IN ('refund', 'refund_failed')) = (refund_id IS NOT NULL)),
  CHECK (CASE type WHEN 'capture' THEN amount > 0 WHEN 'refund_failed' THEN amount > 0
                   WHEN 'refund' THEN amount < 0 ELSE amount <= 0 END)
);
CREATE UNIQUE INDEX movements_once ON movements (merchant_id, payment_id, type, refund_id) NULLS NOT DISTINCT;
CREATE TRIGGER movements_append_only BEFORE UPDATE OR DELETE ON movements FOR EACH ROW EXECUTE FUNCTION append_only();`;
