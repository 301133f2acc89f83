import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../support/processes.js';
import type { ClientOrder } from './client.js';
import { type Account, Cluster, type QueueKind } from './cluster.js';
import { countFailovers, type Failovers, untested } from './failovers.js';
import { breakThings } from './faults.js';
import { type Operation, readHistory } from './history.js';
import type { StartPostgres } from './postgres.js';
import { Random } from './random.js';
import { type Finding, OVERDUE, reconcile } from './reconcile.js';
import { ShopReceiver } from './shop-receiver.js';

export interface RunOptions {
  seed: number;
  queue: QueueKind;
  seconds: number;
  folder: string;
  startPostgres: StartPostgres;
  signal: AbortSignal;
  note: (what: string) => void;
  /** The folder for the logs of a failed run. */
  logs: string;
}
export interface RunResult {
  seed: number;
  queue: QueueKind;
  seconds: number;
  faults: number;
  /** Of an acquirer's account. */
  deaths: number;
  failovers: Failovers;
  operations: Record<Operation['outcome'], number>;
  payments: number;
  captured: number;
  refunds: number;
  deliveries: number;
  findings: Finding[];
}

const CLIENT = fileURLToPath(new URL('client.js', import.meta.url));
const MERCHANTS = 3;
const CLIENTS = 2;
/**
 * Started per second by all clients together: what two cores can handle beside PostgreSQL, the faults and the proxies.
 */
const FLOWS_PER_SECOND = 8;
/**
 * Every payment must be final within this time after the last fault. The longest one: a card whose bank never responds, at
 * an account that died meanwhile, so that its delays have grown; it then moves to the next account and waits there again.
 */
const DRAIN_TIMEOUT_MS = 90_000;
/** For healing, the clients' last attempts, replays and the comparison: a run that takes longer has failed. */
const CLEANUP_TIMEOUT_MS = 150_000;

/** One run: load with faults, healing, reconciliation. A run that breaks off or hangs has failed, and reports where. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { seed, queue, seconds, folder } = options;
  const clients: RunningClient[] = [];
  const began: { cluster?: Cluster; receiver?: ShopReceiver } = {};
  let at = 'the start';
  const note = (what: string) => options.note((at = what));
  const late = new AbortController();
  const overdue = pause(seconds * 1_000 + CLEANUP_TIMEOUT_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error('the run hangs');
  });
  const whole = async () => {
    began.cluster = await Cluster.start(folder, options.startPostgres, queue);
    began.receiver = await ShopReceiver.start();
    return stages({ ...options, note }, began.cluster, began.receiver, clients);
  };
  const broken = (error: Error): RunResult => ({
    ...{ seed, queue, seconds, faults: 0, deaths: 0, failovers: { unanswered: 0, declined: 0 } },
    ...{ operations: { ok: 0, failed: 0, unknown: 0 }, payments: 0, captured: 0, refunds: 0, deliveries: 0 },
    findings: [{ kind: 'stuck', what: `after «${at}»: ${error.message}` }],
  });
  const result = await Promise.race([whole(), overdue]).catch(broken);
  late.abort();
  overdue.catch(() => undefined);
  for (const { child } of clients) child.kill('SIGKILL');
  if (result.findings.length > 0) began.cluster?.writeLogs(options.logs);
  await began.cluster?.stop().catch((error: Error) => result.findings.push({ kind: 'stuck', what: error.message }));
  await began.receiver?.close().catch(() => undefined);
  return result;
}

async function stages(
  options: RunOptions,
  cluster: Cluster,
  receiver: ShopReceiver,
  clients: RunningClient[],
): Promise<RunResult> {
  const { seed, queue, seconds, note, signal } = options;
  const accounts = await openShops(cluster, receiver);
  clients.push(...startClients(cluster, accounts, options));
  const hurrying = setInterval(() => hurry(cluster), 500);
  const stage = { cluster, receiver, random: new Random(seed), folder: cluster.folder };
  const caused = await breakThings(stage, { seconds, signal, note });
  note('healed');
  const history = readHistory(await ended(clients).finally(() => clearInterval(hurrying)));
  note('clients ended');
  const settled = (await isSettled(cluster)) && (await watchesPass(cluster));
  // The reconciler must not see the moment between the end of a payment and that of its order.
  await isSettled(cluster, STILL_OPEN);
  if (settled) await replayFailed(cluster, accounts);
  note('replayed');
  const logs = cluster.members.map((member) => member.log()).join('\n');
  const { db, bank } = cluster;
  const findings = await reconcile({ db, bank, history, accounts, delivered: receiver.delivered, logs });
  if (!settled)
    findings.push({ kind: 'stuck', what: `not everything had ended ${DRAIN_TIMEOUT_MS} ms after the clients` });
  const failovers = await countFailovers(db);
  findings.push(...untested(failovers, caused.deaths, seconds));
  return { seed, queue, seconds, ...caused, failovers, ...(await figures(cluster, history)), findings };
}

/** Creates merchants, each with the receiver as an endpoint and an inbox. */
async function openShops(cluster: Cluster, receiver: ShopReceiver): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let merchant = 0; merchant < MERCHANTS; merchant++) {
    const account = await cluster.merchant();
    const api = cluster.client(account);
    const endpoint = await api.post('/api/v1/webhook-endpoints', { url: receiver.urlOf(merchant) });
    await api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    await openSecondAccount(cluster, account);
    receiver.knows(merchant, endpoint.json.secret as string);
    accounts.push(account);
  }
  return accounts;
}

/** Every merchant has two accounts at the acquirer, either of which may die. The second one comes after the first. */
async function openSecondAccount(cluster: Cluster, account: Account): Promise<void> {
  const api = cluster.client(account);
  await api.get('/api/v1/connector-accounts');
  const second = { connector: 'simulated', label: 'Second', priority: 1, credentials: { key: cluster.secondKey } };
  const { status, text } = await api.post('/api/v1/connector-accounts', second);
  if (status !== 201) throw new Error(`the second account was not added: ${status} ${text}`);
}

interface RunningClient {
  child: ChildProcess;
  history: string;
}

function startClients(
  { balancer }: Cluster,
  accounts: Account[],
  { seed, queue, seconds, folder }: RunOptions,
): RunningClient[] {
  return Array.from({ length: CLIENTS }, (_, number) => {
    const history = path.join(folder, `history-${queue}-${seed}-${number}.jsonl`);
    const order: ClientOrder = {
      baseUrl: balancer.url,
      merchants: accounts,
      seed: seed * 100 + number,
      rate: FLOWS_PER_SECOND / CLIENTS,
      seconds,
      history,
    };
    const child = spawn(process.execPath, [CLIENT, JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit'] });
    return { child, history };
  });
}

/** The API's minimum expiry of an order is a minute; orders of the runs that expire have two seconds. */
function hurry({ db }: Cluster): void {
  const text = `UPDATE orders SET expires_at = now() + interval '2 seconds' WHERE expires_at > now() + interval '5 seconds'`;
  db.query(text).catch(() => undefined);
}

async function ended(clients: RunningClient[]): Promise<string[]> {
  await Promise.all(
    clients.map(async ({ child }) => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      if (child.exitCode !== 0) throw new Error(`a client ended with ${child.exitCode}`);
    }),
  );
  return clients.map(({ history }) => history);
}

/**
 * Rows that may still be open after the drain and end by themselves: payments that wait for their shopper, then their
 * orders.
 */
const STILL_OPEN = `
    + (SELECT count(*) FROM payments WHERE status = 'requires_action')
    + (SELECT count(*) FROM orders o WHERE ${OVERDUE(0)})`;

/** Nothing is overdue any more; the reconciler reports what still is as stuck. */
async function isSettled({ db }: Cluster, andNot = ''): Promise<boolean> {
  const text = `SELECT
    (SELECT count(*) FROM payments p LEFT JOIN charges c ON c.merchant_id = p.merchant_id AND c.id = p.charge_id
      WHERE p.status IN ('pending', 'processing') OR c.status = 'reversing'
      OR (p.status = 'requires_action' AND p.action_expires_at < now())
      OR (NOT p.captured AND p.status = 'success' AND (c.capture_amount IS NOT NULL OR c.cancel_requested_at IS NOT NULL)))
    + (SELECT count(*) FROM refunds WHERE status IN ('pending', 'processing'))
    + (SELECT count(*) FROM webhook_logs WHERE status = 'pending') ${andNot} AS count`;
  const quiet = async () => (await db.query<{ count: number }>(text)).rows[0]?.count === 0;
  return waitFor(quiet, { timeoutMs: DRAIN_TIMEOUT_MS }).catch(() => false);
}

/**
 * Brings forward the watch of closed charges, of which an attempt had begun: what was approved after the close goes back.
 * One that was wrongly proven to take no money is not watched, and stays a mismatch.
 */
async function watchesPass({ db }: Cluster): Promise<boolean> {
  await db.query(`UPDATE charges SET due_at = now() WHERE status = 'closed' AND watch_until > now()`);
  const text = `SELECT FROM charges WHERE status = 'reversing' OR (status = 'closed' AND due_at <= now()) OR lease_until > now()`;
  const isOver = async () => (await db.query(text)).rowCount === 0;
  return waitFor(isOver, { timeoutMs: DRAIN_TIMEOUT_MS }).catch(() => false);
}

/** Replays the failed deliveries, as a merchant does after an outage. */
async function replayFailed(cluster: Cluster, accounts: Account[]): Promise<void> {
  for (const account of accounts) {
    const api = cluster.client(account);
    const { json } = await api.get('/api/v1/webhook-endpoints');
    for (const { id, kind } of json.data as { id: string; kind: string }[]) {
      if (kind !== 'url') continue;
      const wish = { since: new Date(0).toISOString(), only: 'failed' };
      for (let cursor: string | null = ''; cursor !== null;) {
        const replayed = await api.post(`/api/v1/webhook-endpoints/${id}/replay`, cursor ? { ...wish, cursor } : wish);
        cursor = (replayed.json.next_cursor as string | undefined) ?? null;
      }
    }
  }
  await isSettled(cluster);
}

async function figures(
  { db }: Cluster,
  history: Operation[],
): Promise<Pick<RunResult, 'operations' | 'payments' | 'captured' | 'refunds' | 'deliveries'>> {
  const { rows } = await db.query<{ payments: number; captured: number; refunds: number; deliveries: number }>(
    `SELECT (SELECT count(*) FROM payments) AS payments, (SELECT count(*) FROM payments WHERE captured) AS captured,
       (SELECT count(*) FROM refunds) AS refunds, (SELECT count(*) FROM webhook_logs) AS deliveries`,
  );
  const operations = { ok: 0, failed: 0, unknown: 0 };
  for (const { outcome } of history) operations[outcome]++;
  return { operations, ...(rows[0] ?? { payments: 0, captured: 0, refunds: 0, deliveries: 0 }) };
}
