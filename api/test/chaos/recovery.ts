import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../support/processes.js';
import { type Account, Cluster, type QueueKind } from './cluster.js';
import { cutPower, type StartPostgres } from './postgres.js';

export interface Recovery {
  part: string;
  queue: QueueKind;
  /** Milliseconds from the kill to the first payment accepted after it. */
  accepted: number;
  /** To the first payment that became final after it. */
  final: number;
  /** To the moment when no accepted payment was in progress. */
  drained: number;
}

const PAYMENTS_PER_SECOND = 20;
const BEFORE_MS = 3_000;
/** How long the load continues after the kill. */
const AFTER_MS = 4_000;
const TIMEOUT_MS = 60_000;

/** Kills every process of a component at once, restarts them like a supervisor, and measures the time. */
export async function measureRecovery(
  queue: QueueKind,
  rounds: number,
  means: { folder: string; startPostgres: StartPostgres },
): Promise<Recovery[]> {
  const cluster = await Cluster.start(means.folder, means.startPostgres, queue);
  try {
    const account = await cluster.merchant();
    const { redis } = cluster;
    const restart = (members: Cluster['members']) => async () => {
      await Promise.all(members.map((member) => member.kill()));
      return Promise.all(members.map((member) => member.start()));
    };
    const parts: [string, () => Promise<unknown>][] = [
      ['one worker of two', restart(cluster.workers.slice(0, 1))],
      ['both workers', restart(cluster.workers)],
      ['one server of two', restart(cluster.servers.slice(0, 1))],
      ['both servers', restart(cluster.servers)],
      ['PostgreSQL', () => cutPower(cluster.postgres, cluster.folder, 0)],
      ...(redis ? [['Redis', () => redis.kill().then(() => redis.restart())] as [string, () => Promise<void>]] : []),
    ];
    const results: Recovery[] = [];
    for (const [part, kill] of parts)
      for (let round = 0; round < rounds; round++)
        results.push({ part, queue, ...(await measure(cluster, account, kill)) });
    return results;
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: Cluster, account: Account, kill: () => Promise<unknown>) {
  const api = cluster.client(account);
  const accepted: { id: string; askedAt: number }[] = [];
  const pay = async () => {
    const order = await api.post('/api/v1/orders', { amount: 50_000 });
    const askedAt = performance.now();
    const wish = { order_id: order.json.id as string, method: 'upi', vpa: 'success@upi' };
    const { status, json } = await api.post('/api/v1/payments', wish);
    if (status === 201) accepted.push({ id: json.id as string, askedAt });
  };
  let loading = true;
  const load = (async () => {
    const running: Promise<void>[] = [];
    while (loading) {
      running.push(pay().catch(() => undefined));
      await pause(1_000 / PAYMENTS_PER_SECOND);
    }
    await Promise.all(running);
  })();
  await pause(BEFORE_MS);
  const finals = async () => {
    const text = `SELECT count(*) AS count FROM payments WHERE status = 'success'`;
    return (await cluster.db.query<{ count: number }>(text)).rows[0]?.count ?? 0;
  };
  const killedAt = performance.now();
  const since = () => performance.now() - killedAt;
  const healed = kill();
  const before = await waitFor(() => finals().catch(() => 0), { timeoutMs: TIMEOUT_MS, what: 'the database' });
  const [first, final] = await Promise.all([
    waitFor(() => accepted.some(({ askedAt }) => askedAt > killedAt) && since(), { timeoutMs: TIMEOUT_MS }),
    waitFor(async () => (await finals().catch(() => 0)) > before && since(), { timeoutMs: TIMEOUT_MS }),
  ]);
  await pause(Math.max(0, AFTER_MS - since()));
  loading = false;
  await load;
  const underWay = `SELECT count(*) AS count FROM payments WHERE status IN ('pending', 'processing')`;
  const isQuiet = async () => (await cluster.db.query<{ count: number }>(underWay)).rows[0]?.count === 0;
  const drained = await waitFor(async () => (await isQuiet().catch(() => false)) && since(), { timeoutMs: TIMEOUT_MS });
  await healed;
  return { accepted: Math.round(first), final: Math.round(final), drained: Math.round(drained) };
}
