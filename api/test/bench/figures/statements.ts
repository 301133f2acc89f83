import { Client, type Reply } from '../../support/client.js';
import { waitFor } from '../../support/processes.js';
import { countedStatements, resetStatements } from '../../support/statement-count.js';
import type { Bench } from '../bench.js';
import { type Figure, shown } from '../figure.js';
import { seedOrders } from '../seed.js';

/** Requests of each kind: first in sequence, then all at once. */
const REQUESTS = 50;

/** S1: statements on merchants' tables per create, counted by pg_stat_statements. `npm test` checks the same. */
export async function statements({ stage }: Bench): Promise<Figure[]> {
  const ledger = await stage.database('bench_statements');
  const { db, accounts } = ledger;
  const server = await stage.server(ledger);
  const api = new Client(server.url, accounts[0]);
  const orders = (await seedOrders(ledger, accounts.length * (REQUESTS * 3 + 1))).filter(
    (_, n) => n % accounts.length === 0,
  );
  const lost: string[] = [];
  let key = 0;
  const create = async (path: string, body: object) => {
    const reply = await api.post(path, body, { key: `bench-${key++}` });
    if (reply.status !== 201) lost.push(`${path}: ${reply.status} ${reply.text}`);
    return reply;
  };
  const instrumentOf = (order_id: string | undefined) => ({ order_id, method: 'upi', vpa: 'success@upi' });
  const pay = (order_id: string | undefined) => create('/api/v1/payments', instrumentOf(order_id));
  const figures: Figure[] = [];
  const count = async (what: string, ask: (n: number) => Promise<Reply>) => {
    const per: number[] = [];
    for (const together of [false, true]) {
      // The key is read again every few seconds, and the merchant's accounts every second.
      await api.get('/api/v1/orders?limit=1');
      await api.post('/api/v1/payments', instrumentOf(orders.at(-1)));
      await resetStatements(db);
      const asked: Promise<Reply>[] = [];
      for (let n = 0; n < REQUESTS; n++) {
        const reply = ask(together ? REQUESTS + n : n);
        asked.push(reply);
        if (!together) await reply;
      }
      await Promise.all(asked);
      const counted = await countedStatements(db);
      per.push(counted.reduce((sum, { calls }) => sum + calls, 0) / REQUESTS);
    }
    const [single = NaN, gathered = NaN] = per;
    figures.push({
      id: 'S1',
      what: `statements per POST /${what}`,
      unit: '',
      goal: { most: 1 },
      samples: [single],
      detail: `${what}: ${REQUESTS} with a key each, one after the other ${shown(single)}; all at the same time ${shown(gathered)}, because simultaneous creates share a statement`,
      lost,
    });
  };
  await count('orders', () => create('/api/v1/orders', { amount: 50_000, receipt: 'receipt_1' }));
  await count('payments', (n) => pay(orders[n]));
  const worker = await stage.worker(ledger, stage.queues[0]);
  const paid: string[] = [];
  for (const order of orders.slice(2 * REQUESTS, 3 * REQUESTS)) paid.push((await pay(order)).json.id as string);
  const open = `SELECT FROM payments WHERE id = ANY ($1) AND NOT captured`;
  await waitFor(async () => (await db.query(open, [paid])).rowCount === 0, { what: 'captured payments' });
  await worker.stop(); // only a refund's acceptance is counted
  await count('refunds', (n) => create('/api/v1/refunds', { payment_id: paid[n % REQUESTS], amount: 100 }));
  await server.stop();
  return figures;
}
