import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  alertRules,
  firing,
  hasPromtool,
  unparsableExpressions,
  promtoolTest,
  promtoolResult,
  type Rule,
} from '../support/alert-rules.js';
import { admin } from '../support/acquirer.js';
import { stopBank } from '../support/bank.js';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { lockTables } from '../support/locks.js';
import { freePort, type GatewayProcess, waitFor } from '../support/processes.js';
import { type Sample, scrape, valueOf } from '../support/prometheus.js';
import { evaluate, type Scrape } from '../support/promql.js';
import { Receiver } from '../support/receiver.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const DASHBOARD = fileURLToPath(new URL('../../../docker/observability/grafana-dashboard.json', import.meta.url));
const withPromtool = hasPromtool ? it : it.skip;

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { type: string; uid: string };
  targets?: { refId: string; expr: string }[];
}
interface Dashboard {
  title: string;
  uid: string;
  schemaVersion: number;
  templating: { list: { name: string; type: string; query: string }[] };
  panels: Panel[];
}
const dashboard = () => JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
const JOB = 'payment-gateway';

describe('alerts and dashboard', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;
  let receiver: Receiver;
  let server: GatewayProcess;
  let workerUrl: string;
  /** The scrapes between which each alert fired. */
  const proof = new Map<string, Scrape[]>();

  beforeAll(async () => {
    receiver = await Receiver.start();
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    proxy = await TcpProxy.to({ host: url.hostname, port: Number(url.port) });
    const route = (databaseUrl: string) => {
      const through = new URL(databaseUrl);
      through.port = String(proxy.address.port);
      return through.href;
    };
    const env = { BANK_TIMEOUT: '500ms', WEBHOOK_RETRY_SCHEDULE_TEST: '0s,1h', DATABASE_POOL_SIZE: '4' };
    gateway = await Gateway.start({ env, route, worker: false });
    server = gateway.servers[0] as GatewayProcess;
    const port = await freePort();
    workerUrl = `http://127.0.0.1:${port}/metrics`;
    await gateway.startWorker({ METRICS_PORT: String(port) });
    expect((await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url })).status).toBe(201);
    await waitFor(async () => (await workerSees('gateway_worker_running')) === 1, { what: 'the worker’s heartbeat' });
    await waitFor(async () => ((await workerSees('gateway_sweep_timestamp_seconds')) ?? 0) > 0, { what: 'a sweep' });
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([receiver.stop(), proxy.cut()]);
  });

  const workerSees = async (name: string, labels?: Record<string, string>) =>
    valueOf(await scrape(workerUrl), name, labels);
  /** Scrapes both processes like Prometheus: each sample with its instance; an unreachable one has none. */
  const look = async (): Promise<Scrape> => {
    const targets = { server: `${gateway.baseUrl}/metrics`, worker: workerUrl };
    const samples = await Promise.all(
      Object.entries(targets).map(async ([instance, target]) => {
        const found: Sample[] = await scrape(target).catch(() => []);
        found.push({ name: 'up', labels: { job: JOB }, value: found.length > 0 ? 1 : 0 });
        return found.map((sample) => ({ ...sample, labels: { ...sample.labels, instance } }));
      }),
    );
    return { at: Date.now() / 1000, samples: samples.flat() };
  };
  /**
   * Scrapes, causing the fault again each time, until the alert fires on the scrapes since `first`; stores these
   * scrapes.
   */
  const untilFiring = async (alert: string, first: Scrape, fault: () => unknown = () => undefined): Promise<void> => {
    const scrapes = [first];
    await waitFor(
      async () => {
        await fault();
        const last = await look();
        scrapes.push(last);
        if (!firing(scrapes, last.at).includes(alert)) return false;
        proof.set(alert, scrapes);
        return true;
      },
      { what: alert },
    );
  };
  const age = (table: string, column: string, seconds: number, condition: string, lease = 'lease_until') =>
    gateway.db.query(`UPDATE ${table} SET ${column} = now() - make_interval(secs => ${seconds}), ${lease} = NULL
      WHERE ${condition}`);

  it('no alert fires on a healthy gateway, and every expression of the dashboard returns data', async () => {
    const nowhere = () => gateway.shopper.get('/no/such/route');
    await Promise.all([gateway.captured(), nowhere()]);
    const first = await look();
    const { id } = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    await gateway.refund(refund.id);
    await nowhere();
    const { panels } = dashboard();
    const expressions = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
    expect(expressions.length).toBeGreaterThan(25);
    const told = async () => ((await workerSees('gateway_deliveries_total', { outcome: 'success' })) ?? 0) >= 8;
    await waitFor(told, { what: 'the deliveries' });
    const last = await look();
    const empty = expressions.filter(({ expr }) => {
      const value = evaluate(expr, [first, last], last.at);
      return typeof value !== 'number' && value.length === 0;
    });
    expect(empty).toEqual([]);
    expect(firing([first, last], last.at)).toEqual([]);
  });

  it('GatewayDeliveriesFailing: a receiver responds 500', async () => {
    const first = await look();
    receiver.behave = (_, response) => response.writeHead(500).end();
    await gateway.captured();
    await untilFiring('GatewayDeliveriesFailing', first);
    receiver.behave = (_, response) => response.writeHead(200).end();
  });

  it('GatewayTakeovers: leases ran out with their workers', async () => {
    const first = await look();
    for (let time = 0; time < 3; time++) {
      const { id } = await gateway.captured();
      await gateway.db.query(
        `UPDATE charges SET due_at = now(), lease_until = now() - interval '1 s' WHERE merchant_id = $1 AND payment_id = $2`,
        [DEMO_MERCHANT, id],
      );
    }
    await untilFiring('GatewayTakeovers', first);
  });

  it('GatewayBankSilent: the bank accepts requests and never responds', async () => {
    const first = await look();
    const release = await stopBank(gateway);
    await gateway.pay((await gateway.order()).id);
    await untilFiring('GatewayBankSilent', first);
    await release();
  });

  it('GatewayRefundUndecided: the bank does not decide a refund', async () => {
    const { id } = await gateway.captured();
    const first = await look();
    const release = await stopBank(gateway);
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    const older = `UPDATE refunds SET created_at = now() - interval '2 hours' WHERE id = $1 AND status = 'processing'`;
    await waitFor(async () => (await gateway.db.query(older, [refund.id])).rowCount, { what: 'a refund at the bank' });
    await untilFiring('GatewayRefundUndecided', first);
    await release();
    await gateway.refund(refund.id);
  });

  it('GatewayConnectionPassedOver: the acquirer does not answer', async () => {
    await gateway.captured();
    const first = await look();
    await gateway.db.query(`
      INSERT INTO account_health (merchant_id, account_id, method, score, trips, passed_over_until)
      SELECT merchant_id, id, 'page', 0.4, 1, now() + interval '1 hour' FROM connector_accounts LIMIT 1`);
    await untilFiring('GatewayConnectionPassedOver', first);
    await gateway.db.query(`DELETE FROM account_health WHERE method = 'page'`);
  });

  it('GatewayAcquirerDiffers: the bank withholds money because of a dispute', async () => {
    const { id } = await gateway.captured();
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM charges WHERE payment_id = $1', [id]);
    const first = await look();
    const dispute = { account: gateway.bank.account, reference: rows[0]?.id, amount: 100 };
    await admin(gateway.bank.acquirer, 'POST', '/faults/dispute', dispute);
    await gateway.db.query('UPDATE charges SET wake_seq = wake_seq + 1, due_at = now() WHERE payment_id = $1', [id]);
    await untilFiring('GatewayAcquirerDiffers', first);
  });

  it('GatewayPoolExhausted and GatewaySlow: a table is locked for longer than a second', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => gateway.order()));
    const first = await look();
    const release = await lockTables(gateway, 'payments');
    const since = Date.now();
    const waiting = orders.flatMap(({ id }) => [
      gateway.api.post('/api/v1/payments', { order_id: id, method: 'upi', vpa: 'slow.way@upi' }),
      gateway.api.get(`/api/v1/payments/pay_${'0'.repeat(16)}`),
    ]);
    await untilFiring('GatewayPoolExhausted', first);
    await waitFor(() => Date.now() - since > 1_500, { what: 'a second and a half' });
    await release();
    await Promise.all(waiting);
    await untilFiring('GatewaySlow', first);
  });

  it('GatewayEventLoopBlocked: the process gets no CPU for a second', async () => {
    const first = await look();
    server.child.kill('SIGSTOP');
    const since = Date.now();
    await waitFor(() => Date.now() - since > 1_200, { what: 'a second' });
    server.child.kill('SIGCONT');
    await untilFiring('GatewayEventLoopBlocked', first);
  });

  it('GatewayWorkerAway, GatewaySweeperStands and the alerts on overdue rows', async () => {
    const first = await look();
    const { id } = await gateway.captured();
    const swept = await look();
    await gateway.workers[0]?.stop();
    const order = await gateway.order();
    const { id: waiting } = await gateway.pay(order.id);
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    await age('payments', 'due_at', 40, `id = '${waiting}'`);
    await age('refunds', 'call_due_at', 70, `id = '${refund.id}'`, 'call_lease_until');
    await age('webhook_logs', 'next_retry_at', 400, `status = 'pending'`);
    for (const alert of ['GatewayWorkerAway', 'GatewayPaymentsLate', 'GatewayRefundsLate', 'GatewayWebhooksLate']) {
      await untilFiring(alert, first);
    }
    // The last metric of the worker is its last sweep, which is too old a minute later.
    expect(firing([first, swept], swept.at)).not.toContain('GatewaySweeperStands');
    expect(firing([first, swept], swept.at + 61)).toContain('GatewaySweeperStands');
    proof.set('GatewaySweeperStands', [first, swept]);
  });

  it('GatewayDatabaseAway and GatewayErrors: PostgreSQL is unreachable', async () => {
    const first = await look();
    await proxy.cut();
    const fault = async () => {
      const refused = await Promise.all(Array.from({ length: 10 }, () => gateway.api.get('/api/v1/orders')));
      expect(refused.map(({ status }) => status)).toEqual(Array<number>(10).fill(503));
    };
    await untilFiring('GatewayErrors', first, fault);
    await untilFiring('GatewayDatabaseAway', first);
    await proxy.restore();
  });

  it('GatewayAway and GatewayProcessAway: all processes are killed, and no metrics are left', async () => {
    const first = await look();
    expect(firing([first], first.at)).not.toContain('GatewayAway');
    await server.kill();
    await untilFiring('GatewayProcessAway', first);
    await untilFiring('GatewayAway', first);
  });

  it('every rule has fired', () => {
    expect([...proof.keys()].sort()).toEqual(
      alertRules()
        .map(({ alert }) => alert)
        .sort(),
    );
  });

  withPromtool('Prometheus itself agrees with each (skipped if no promtool is installed)', () => {
    for (const [alert, scrapes] of proof) expect([alert, promtoolResult(alert, scrapes)]).toEqual([alert, '']);
  });

  withPromtool('a database that is away for less than a minute fires no alert (skipped likewise)', () => {
    const rule = alertRules().find(({ alert }) => alert === 'GatewayDatabaseAway') as Rule;
    const series = (values: string) => [{ series: 'gateway_database_up{instance="server"}', values }];
    const never = [60, 75, 90, 105, 120, 180].map((atS) => ({ atS, fires: false }));
    expect(promtoolTest(rule, series('1x3 0x2 1x20'), never)).toBe(''); // down from the first minute on, for 45 s
    const after = [
      { atS: 105, fires: false },
      { atS: 120, fires: true },
    ];
    expect(promtoolTest(rule, series('1x3 0x20'), after)).toBe('');
    expect(promtoolTest(rule, series('1x3 0x20'), never)).toContain('FAILED');
  });

  it('Grafana can import the dashboard: known panels, each with an id, a position and the chosen data source', () => {
    const { title, uid, schemaVersion, templating, panels } = dashboard();
    expect({ title, uid, schemaVersion }).toEqual({ title: 'Payment gateway', uid: JOB, schemaVersion: 39 });
    expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource', query: 'prometheus' }]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const overlap = (a: Panel['gridPos'], b: Panel['gridPos']) =>
      a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    for (const [index, { id, type, title: name, gridPos, datasource, targets = [] }] of panels.entries()) {
      expect([name, id > 0, name !== '', gridPos.x + gridPos.w <= 24]).toEqual([name, true, true, true]);
      expect(panels.slice(index + 1).filter((other) => overlap(gridPos, other.gridPos))).toEqual([]);
      if (type === 'row') continue;
      expect(['stat', 'timeseries']).toContain(type);
      expect([name, datasource]).toEqual([name, { type: 'prometheus', uid: '${datasource}' }]);
      const references = targets.map(({ refId }) => refId);
      expect([name, references.length > 0, new Set(references).size]).toEqual([name, true, references.length]);
    }
  });

  withPromtool('Prometheus parses every expression of the dashboard (skipped likewise)', () => {
    const expressions = dashboard().panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(unparsableExpressions(expressions)).toBe('');
    expect(unparsableExpressions(['sum by (le rate(x))'])).not.toBe('');
  });
});
