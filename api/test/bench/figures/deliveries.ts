import { Client } from '../../support/client.js';
import { waitFor } from '../../support/processes.js';
import { Backlog } from '../backlog.js';
import { type Bench, interleaved, newGenerator, queuesOf } from '../bench.js';
import { Child } from '../child.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import type { ReceiverOrder, Seen } from '../receiver.js';
import { newEndpoints, seedOrders } from '../seed.js';
import type { Ledger, QueueKind, Running } from '../stage.js';

/** Endpoints per merchant: their slots together equal the connections of the bare loop. */
const ENDPOINTS = 4;
const CONNECTIONS = 64;
const RAMP_MS = 500;
const PATIENCE_MS = 60_000;
/** Deliveries prepared for the first sample, per second; later samples use the rate of the one before. */
const INITIAL_RATE = 600;

/** S7: one worker drains a backlog of deliveries, against a bare loop that posts the same bytes to the same receiver. */
export async function deliveries(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const queue of queuesOf(bench)) figures.push(await deliveriesOn(bench, queue));
  return figures;
}

async function deliveriesOn(bench: Bench, queue: QueueKind): Promise<Figure> {
  const { stage, scale } = bench;
  const ledger = await stage.database(`bench_deliveries_${queue}`);
  const server = await stage.server(ledger, queue);
  const worker = await stage.worker(ledger, queue);
  const receiver = Child.start<ReceiverOrder, Seen>('receiver');
  const { url } = await receiver.ask({ ask: 'where' });
  const paths = Array.from({ length: ENDPOINTS }, (_, number) => `${url}/hooks/${number}`);
  const endpoints = await newEndpoints(server.url, ledger.accounts, paths);
  const sent = await oneDelivery(ledger, server);
  await server.stop(); // only the worker is measured
  const backlog = Backlog.open(ledger, queue, endpoints, sent.body);
  const generator = newGenerator();
  const lost: string[] = [];
  let guess = INITIAL_RATE;

  const drain = async (seconds = scale.seconds) => {
    const count = Math.ceil(guess * (seconds + 1.5));
    await receiver.ask({ ask: 'begin' });
    process.kill(worker.pid, 'SIGSTOP'); // it then receives the burst as a whole
    await backlog.add(count).finally(() => process.kill(worker.pid, 'SIGCONT'));
    const arrived = async () => (await receiver.ask({ ask: 'count' })).ids >= count;
    const isIn = await waitFor(arrived, { timeoutMs: PATIENCE_MS }).catch(() => false);
    // After the measurement the tables and the queue may be queried.
    const settled = async () => (await backlog.left()) === 0 && (await backlog.unread()) === 0;
    const isDone = await waitFor(settled, { timeoutMs: PATIENCE_MS }).catch(() => false);
    const { requests, ids, times } = await receiver.ask({ ask: 'seen' });
    if (!isIn || ids !== count) lost.push(`${count} deliveries, ${ids} received`);
    if (!isDone) lost.push(`${await backlog.left()} deliveries not done, ${await backlog.unread()} hints unread`);
    if (requests !== ids) bench.note(`${requests - ids} deliveries came twice`);
    const rate = rateOf(times, seconds);
    bench.note(`${count} deliveries, the last after ${times.at(-1)?.toFixed(0)} ms`);
    guess = Math.max(rate * 1.1, 200);
    return rate;
  };
  const bare = async (seconds = scale.seconds) => {
    await receiver.ask({ ask: 'begin' });
    const task = { kind: 'post' as const, path: '/hooks/0', headers: sent.headers, body: sent.body };
    const order = { targets: [url], accounts: [], task, seconds, connections: CONNECTIONS };
    const { good, bad, perSecond } = await generator.ask(order);
    const { requests } = await receiver.ask({ ask: 'seen' });
    if (requests !== good) lost.push(`bare loop: ${good} answers, ${requests} received`);
    for (const [what, times] of Object.entries(bad)) lost.push(`bare loop: ${times} x ${what}`);
    return perSecond;
  };
  await bare(scale.warmUpSeconds);
  for (const _ of [1, 2]) await drain(scale.warmUpSeconds);
  const samples = await interleaved(bench, { bare, drain });
  const failed = await backlog.failed();
  if (failed > 0) lost.push(`${failed} deliveries failed`);
  await Promise.all([generator.stop(), receiver.stop(), backlog.stop(), worker.stop()]);
  const which = `queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}`;
  return {
    id: 'S7',
    what: `webhook deliveries/s of one worker, against a bare loop of undici; ${which}`,
    unit: '',
    goal: { least: 0.5 },
    samples: ratios(samples.drain, samples.bare),
    detail: `${which}: deliveries ${withSpread(samples.drain, '/s')} to ${endpoints.length} endpoints, posts ${withSpread(samples.bare, '/s')} over ${CONNECTIONS} connections; ${Buffer.byteLength(sent.body)} bytes each`,
    lost,
  };
}

/** Received per second while the backlog lasts, without the first moment; of a short sample, all of it. */
function rateOf(times: readonly number[], seconds: number): number {
  const last = times.at(-1) ?? NaN;
  const end = Math.min(RAMP_MS + seconds * 1_000, last);
  const counted = end - RAMP_MS;
  if (counted < (seconds * 1_000) / 2) return times.length / (last / 1_000);
  return times.filter((at) => at >= RAMP_MS && at < end).length / (counted / 1_000);
}

/** The bytes and headers of a delivery, taken from a real one. */
async function oneDelivery(
  ledger: Ledger,
  server: Running,
): Promise<{ headers: Record<string, string>; body: string }> {
  const account = ledger.accounts[0];
  const [order_id] = await seedOrders(ledger, 1);
  await new Client(server.url, account).post('/api/v1/payments', { order_id, method: 'upi', vpa: 'success@upi' });
  const text = `SELECT a.request_headers AS headers, e.payload AS body FROM webhook_attempts a
    JOIN webhook_logs l ON l.merchant_id = a.merchant_id AND l.id = a.webhook_id
    JOIN events e ON e.merchant_id = l.merchant_id AND e.id = l.event_id WHERE l.status = 'success'`;
  const find = async () => (await ledger.db.query<{ headers: Record<string, string>; body: string }>(text)).rows;
  const rows = await waitFor(async () => {
    const found = await find();
    return found.length === ENDPOINTS && found;
  });
  const { headers, body } = rows[0] as { headers: Record<string, string>; body: string };
  return { headers, body };
}
