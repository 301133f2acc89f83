import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Statistics and the log of merchants' requests. A gateway with existing data is counted from its first event on, one hour
 * per sweep.
 */
export class Reports1763900001000 implements MigrationInterface {
  name = 'Reports1763900001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [BY_TIME, STATISTICS, REQUEST_LOGS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE request_logs, statistics_progress, statistics');
    await runner.query('DROP INDEX movements_by_time, events_by_time');
  }
}

/** Both tables are append-only, so rows lie in the order of time, and small BRIN indexes find the last minutes. */
const BY_TIME = `
CREATE INDEX events_by_time ON events USING brin (created_at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX movements_by_time ON movements USING brin (created_at) WITH (pages_per_range = 16, autosummarize = on);`;

const STATISTICS = `
CREATE TABLE statistics (
  merchant_id uuid NOT NULL REFERENCES merchants,
  grain text NOT NULL CHECK (grain IN ('minute', 'hour')),
  bucket timestamptz NOT NULL,
  currency text NOT NULL,
  metric text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (merchant_id, grain, bucket, currency, metric)
);
CREATE INDEX statistics_minutes ON statistics (bucket) WHERE grain = 'minute';
CREATE TABLE statistics_progress (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  as_of timestamptz NOT NULL
);
INSERT INTO statistics_progress (as_of) SELECT coalesce(
  least((SELECT min(created_at) FROM events), (SELECT min(created_at) FROM movements)), now());`;

/** The index on the status class (4xx) also serves a single status (404). */
const REQUEST_LOGS = `
CREATE TABLE request_logs (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT uuidv7(),
  actor text NOT NULL,
  api_key_id text COLLATE "C" NOT NULL,
  method text NOT NULL,
  path text COLLATE "C" NOT NULL,
  status int NOT NULL,
  duration_ms int NOT NULL,
  ip text,
  user_agent text,
  request_id text COLLATE "C" NOT NULL,
  idempotency_key text,
  error_code text,
  error_description text,
  request_body text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, id)
);
CREATE INDEX request_logs_class ON request_logs (merchant_id, (status / 100), id);
CREATE INDEX request_logs_key ON request_logs (merchant_id, api_key_id, id);
CREATE INDEX request_logs_path ON request_logs (merchant_id, path, id);
CREATE INDEX request_logs_request ON request_logs (merchant_id, request_id);`;
