export const EVENTS = `
CREATE TABLE events (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  type text NOT NULL,
  object_id text COLLATE "C" NOT NULL,
  version int NOT NULL,
  payload text NOT NULL,
  actor text NOT NULL,
  request_id text,
  trace_parent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE UNIQUE INDEX events_object ON events (merchant_id, object_id, version);
CREATE INDEX events_type ON events (merchant_id, type, id);
CREATE TRIGGER events_append_only BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION append_only();`;

export const WEBHOOKS = `
CREATE TABLE webhook_endpoints (
  merchant_id uuid NOT NULL REFERENCES merchants,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  kind text NOT NULL DEFAULT 'url' CHECK (kind IN ('url', 'inbox')),
  url text,
  description text,
  events text[],
  enabled boolean NOT NULL DEFAULT true,
  secret_cipher text NOT NULL,
  previous_secret_cipher text,
  previous_secret_until timestamptz,
  disabled_reason text,
  failing_since timestamptz,
  failed_attempts int NOT NULL DEFAULT 0,
  version int NOT NULL DEFAULT 1,
  deleted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  CHECK ((kind = 'url') = (url IS NOT NULL)),
  CHECK (NOT enabled OR deleted_at IS NULL)
);
CREATE TABLE webhook_logs (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  mode text NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  endpoint_id text COLLATE "C" NOT NULL,
  event text NOT NULL,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed')),
  attempts int NOT NULL DEFAULT 0,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  next_retry_at timestamptz,
  last_attempt_at timestamptz,
  response_code int,
  error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, event_id) REFERENCES events,
  FOREIGN KEY (merchant_id, endpoint_id) REFERENCES webhook_endpoints,
  CHECK ((status = 'pending') = (next_retry_at IS NOT NULL))
);
CREATE UNIQUE INDEX webhook_logs_event ON webhook_logs (merchant_id, event_id, endpoint_id);
CREATE INDEX webhook_logs_status ON webhook_logs (merchant_id, status, id);
CREATE INDEX webhook_logs_endpoint ON webhook_logs (merchant_id, endpoint_id, id);
CREATE INDEX webhook_logs_due ON webhook_logs (next_retry_at) WHERE status = 'pending';
CREATE INDEX webhook_logs_endpoint_due ON webhook_logs (merchant_id, endpoint_id, next_retry_at) WHERE status = 'pending';
CREATE INDEX webhook_logs_ended ON webhook_logs (status, updated_at) WHERE status IN ('success', 'failed');
CREATE TRIGGER webhook_logs_begin BEFORE INSERT ON webhook_logs FOR EACH ROW WHEN (NEW.status <> 'pending')
  EXECUTE FUNCTION begin_as('pending');
CREATE TRIGGER webhook_logs_moves BEFORE UPDATE OF status ON webhook_logs FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('pending>success', 'pending>failed', 'success>pending', 'failed>pending');
CREATE TABLE webhook_attempts (
  merchant_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  fence bigint NOT NULL,
  attempt int NOT NULL,
  request_headers json NOT NULL,
  response_code int,
  response_body text,
  error text,
  duration_ms int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, webhook_id, fence),
  FOREIGN KEY (merchant_id, webhook_id) REFERENCES webhook_logs
);`;

export const KEYS = `
CREATE TABLE idempotency_keys (
  merchant_id uuid NOT NULL,
  scope text COLLATE "C" NOT NULL DEFAULT '',
  key text COLLATE "C" NOT NULL,
  request_hash text NOT NULL,
  resource_id text COLLATE "C" NOT NULL,
  status int NOT NULL,
  body text NOT NULL,
  body_encrypted boolean NOT NULL DEFAULT false,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, scope, key)
);
CREATE INDEX idempotency_keys_request ON idempotency_keys (merchant_id, request_hash);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);`;

export const WORKERS = `
CREATE TABLE workers (
  id text PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);`;
