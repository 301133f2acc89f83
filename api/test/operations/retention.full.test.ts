import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { type Environment, freePort, waitFor } from '../support/processes.js';
import { scrape, valueOf } from '../support/prometheus.js';

const MAX_BATCH_ROWS = 1_000;
const OLD = 2_500;
const YOUNG = 7;
const MANY = 10_000;

describe('housekeeping', () => {
  let gateway: Gateway;
  let port: number;
  beforeAll(async () => {
    gateway = await Gateway.start();
    port = await freePort();
    await gateway.inbox();
  });
  afterAll(() => gateway.stop());

  const count = async (text: string) =>
    (await gateway.db.query<{ count: number }>(`SELECT count(*) AS count FROM ${text}`)).rows[0]?.count ?? -1;
  const stopWorkers = () => Promise.all(gateway.workers.splice(0).map((worker) => worker.stop()));

  /** Records every batch that is deleted from a table: the number of rows, and the time. */
  const watchDeletes = (table: string) =>
    gateway.db.query(`
      CREATE TABLE IF NOT EXISTS batches (name text, rows int, at timestamptz DEFAULT clock_timestamp());
      CREATE OR REPLACE FUNCTION note_batch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO batches (name, rows) SELECT TG_TABLE_NAME, count(*) FROM gone HAVING count(*) > 0; RETURN NULL; END $$;
      CREATE TRIGGER watched AFTER DELETE ON ${table} REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION note_batch()`);
  const batches = async (table: string) =>
    (
      await gateway.db.query<{ rows: number; gap: number | null }>(
        `SELECT rows, extract(epoch FROM at - lag(at) OVER (ORDER BY at))::float8 AS gap FROM batches WHERE name = $1 ORDER BY at`,
        [table],
      )
    ).rows;

  /** Entries of the request log with this age, which their ids contain. */
  const logRequests = (rows: number, days: number) =>
    gateway.db.query(
      `INSERT INTO request_logs (merchant_id, id, actor, api_key_id, method, path, status, duration_ms, request_id, created_at)
       SELECT $1, uuidv7(make_interval(days => -$3::int)), 'api_key:k', 'k', 'GET', '/old', 200, 1, 'request-of-old',
         now() - make_interval(days => $3::int) FROM generate_series(1, $2::int)`,
      [DEMO_MERCHANT, rows, days],
    );

  it('deletes old entries of the request log once, in bounded batches with pauses, with two workers; newer ones stay', async () => {
    await stopWorkers();
    await logRequests(OLD, 31);
    await logRequests(YOUNG, 29);
    await watchDeletes('request_logs');
    await gateway.startWorker({ SWEEP_INTERVAL: '300ms', METRICS_PORT: String(port) });
    await gateway.startWorker({ SWEEP_INTERVAL: '300ms' });
    await waitFor(async () => (await count(`request_logs WHERE created_at < now() - interval '30 days'`)) === 0);
    expect(await count(`request_logs WHERE path = '/old'`)).toBe(YOUNG);
    const deleted = await batches('request_logs');
    expect(deleted.reduce((sum, { rows }) => sum + rows, 0)).toBe(OLD);
    expect(Math.max(...deleted.map(({ rows }) => rows))).toBeLessThanOrEqual(MAX_BATCH_ROWS);
    expect(deleted.length).toBeGreaterThanOrEqual(3);
  });

  it('deletes a large backlog in one pass, in batches with pauses, while payments continue', async () => {
    await stopWorkers();
    await gateway.db.query('TRUNCATE batches');
    await logRequests(MANY, 31);
    const sweepMs = 8_000;
    await gateway.startWorker({ SWEEP_INTERVAL: `${sweepMs}ms` });
    const old = () => count(`request_logs WHERE created_at < now() - interval '30 days'`);
    const payment = await gateway.captured();
    await waitFor(async () => (await old()) === 0, { timeoutMs: 40_000, what: 'the end of the old rows' });
    expect(payment.status).toBe('success');
    const deleted = await batches('request_logs');
    expect(deleted.reduce((sum, { rows }) => sum + rows, 0)).toBe(MANY);
    expect(deleted.length).toBeGreaterThanOrEqual(MANY / MAX_BATCH_ROWS);
    // No batch waited for the next pass, and each left the database to other work for a while.
    const gaps = deleted.flatMap(({ gap }) => (gap === null ? [] : [gap * 1_000]));
    expect(Math.max(...gaps)).toBeLessThan(sweepMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(25);
  });

  /** A delivery of this age, with one attempt per given age (in days). */
  const delivery = async (name: string, days: number, status: 'pending' | 'success', attempts: number[]) => {
    await gateway.db.query(
      `INSERT INTO events (merchant_id, id, mode, type, object_id, version, payload, actor)
       VALUES ($1, $2, 'test', 'webhook.test', $2, 1, '{}', 'system')`,
      [DEMO_MERCHANT, `evt_${name}`],
    );
    const { rows } = await gateway.db.query<{ id: string }>(
      `INSERT INTO webhook_logs (merchant_id, id, mode, event_id, endpoint_id, event, next_retry_at)
       SELECT $1, uuidv7(make_interval(days => -$3::int)), 'test', $2, id, 'webhook.test', now() + interval '1 day'
       FROM webhook_endpoints LIMIT 1 RETURNING id`,
      [DEMO_MERCHANT, `evt_${name}`, days],
    );
    const id = rows[0]?.id ?? '';
    await gateway.db.query(
      `INSERT INTO webhook_attempts (merchant_id, webhook_id, fence, attempt, request_headers, duration_ms, created_at)
       SELECT $1, $2, n, n, '{}', 1, now() - make_interval(days => age) FROM unnest($3::int[]) WITH ORDINALITY AS a(age, n)`,
      [DEMO_MERCHANT, id, attempts],
    );
    if (status === 'success') {
      await gateway.db.query(`UPDATE webhook_logs SET status = 'success', next_retry_at = NULL WHERE id = $1`, [id]);
    }
    return id;
  };

  it('deletes old attempts of finished deliveries; events, deliveries, newer attempts and pending ones stay', async () => {
    await stopWorkers();
    const gone = await delivery('gone', 40, 'success', [40, 39, 38]);
    const open = await delivery('open', 40, 'pending', [40, 39]);
    const again = await delivery('again', 40, 'success', [40, 1]);
    const young = await delivery('young', 20, 'success', [20]);
    await gateway.startWorker();
    const kept = (id: string) => count(`webhook_attempts WHERE webhook_id = '${id}'`);
    await waitFor(async () => (await kept(gone)) === 0, { what: 'the end of old attempts' });
    expect([await kept(open), await kept(again), await kept(young)]).toEqual([2, 1, 1]);
    expect(await count(`webhook_logs WHERE id IN ('${gone}', '${open}', '${again}', '${young}')`)).toBe(4);
    expect(await count(`events WHERE type = 'webhook.test'`)).toBe(4);
  });

  it('deletes ended sessions, expired invites, failed logins and expired idempotency keys, and no others', async () => {
    await stopWorkers();
    const { id: user } = await gateway.newMember('viewer');
    const ago = (days: number) => `now() - interval '${days} days'`;
    await gateway.db.query(`
      INSERT INTO sessions (user_id, token_hash, expires_at)
      VALUES ('${user}', 'old', ${ago(8)}), ('${user}', 'ended', ${ago(6)}), ('${user}', 'alive', ${ago(-1)});
      INSERT INTO login_failures (account, failures, failed_at, blocked_until)
      VALUES ('old', 3, ${ago(8)}, ${ago(8)}), ('recent', 3, ${ago(6)}, ${ago(6)}), ('blocked', 10, ${ago(8)}, ${ago(-1)});
      INSERT INTO invites (merchant_id, email, role, token_hash, expires_at)
      VALUES ('${DEMO_MERCHANT}', 'old', 'viewer', 'old', ${ago(8)}), ('${DEMO_MERCHANT}', 'new', 'viewer', 'new', ${ago(6)});
      INSERT INTO idempotency_keys (merchant_id, key, request_hash, resource_id, status, body, expires_at)
      VALUES ('${DEMO_MERCHANT}', 'expired', '', '', 200, '', now()), ('${DEMO_MERCHANT}', 'good', '', '', 200, '', ${ago(-1)})`);
    await gateway.startWorker();
    const left = async (column: string, table: string) => {
      const text = `SELECT ${column} AS name FROM ${table} WHERE ${column} = ANY ($1) ORDER BY 1`;
      const names = ['old', 'ended', 'alive', 'recent', 'blocked', 'new', 'expired', 'good'];
      return (await gateway.db.query<{ name: string }>(text, [names])).rows.map(({ name }) => name);
    };
    const all = async () => ({
      sessions: await left(`encode(token_hash, 'escape')`, 'sessions'),
      failures: await left('account', 'login_failures'),
      invites: await left('email', 'invites'),
      keys: await left('key', 'idempotency_keys'),
    });
    const wanted = {
      sessions: ['alive', 'ended'],
      failures: ['blocked', 'recent'],
      invites: ['new'],
      keys: ['good'],
    };
    await waitFor(async () => JSON.stringify(await all()) === JSON.stringify(wanted), { what: 'what is left' });
  });

  it('deletes nothing outside RETENTION_HOURS, and never permanent records', async () => {
    await stopWorkers();
    await logRequests(YOUNG, 400);
    const expired = `idempotency_keys WHERE key = 'expired by day'`;
    await gateway.db
      .query(`INSERT INTO idempotency_keys (merchant_id, key, request_hash, resource_id, status, body, expires_at)
      VALUES ('${DEMO_MERCHANT}', 'expired by day', '', '', 200, '', now())`);
    const hour = new Date().getUTCHours();
    const elsewhere = `${(hour + 2) % 24}-${(hour + 3) % 24}`;
    const metrics = `http://127.0.0.1:${port}/metrics`;
    const sweep = async () => valueOf(await scrape(metrics), 'gateway_sweep_timestamp_seconds') ?? 0;
    const settings: Environment[] = [{ RETENTION_HOURS: elsewhere }, { RETENTION_REQUEST_LOGS: 'off' }];
    for (const env of settings) {
      await gateway.startWorker({ ...env, METRICS_PORT: String(port) });
      const first = await waitFor(sweep, { what: 'a sweep' });
      await waitFor(async () => (await sweep()) > first + 1, { what: 'further sweeps' });
      expect(await count(`request_logs WHERE created_at < now() - interval '399 days'`)).toBe(YOUNG);
      // Keys are deleted in the configured hours like all other rows.
      if (env['RETENTION_HOURS']) expect(await count(expired)).toBe(1);
      else await waitFor(async () => (await count(expired)) === 0, { what: 'the end of the key' });
      await stopWorkers();
    }
    await gateway.startWorker({ RETENTION_HOURS: `${hour}-${(hour + 2) % 24}` });
    await waitFor(async () => (await count(`request_logs WHERE created_at < now() - interval '399 days'`)) === 0);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
