import { fileURLToPath } from 'node:url';
import { Client } from '../../support/client.js';
import { freePort } from '../../support/processes.js';
import { type Bench, Books, interleaved, newGenerator } from '../bench.js';
import { commitsOf } from '../commits.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import type { LoadResult, Task } from '../load-order.js';

const FLOOR = fileURLToPath(new URL('../floor.js', import.meta.url));

/** S2 to S4: orders per second compared with PostgreSQL alone and with bare Fastify, payments compared with orders. */
export async function accepting(bench: Bench): Promise<Figure[]> {
  const { stage, scale } = bench;
  const ledger = await stage.database('bench_accepting');
  const alone = await stage.database('bench_alone');
  const server = await stage.server(ledger);
  const generator = newGenerator();
  const commits = await commitsOf(alone, stage.folder);
  const floorPort = await freePort();
  const sample = await sampleAnswer(server.url, ledger.accounts[0]);
  const floor = stage.program('floor', [FLOOR, sample.text], { PORT: String(floorPort) });
  await floor.says('floor ready');
  const books = new Books(ledger);
  books.enter('orders', { ids: [sample.id], good: 1, bad: {} });
  let committed = 0;

  const ask = (target: string, task: Task, seconds: number) =>
    generator.ask({ targets: [target], accounts: ledger.accounts, task, seconds });
  const entered = async (table: 'orders' | 'payments', seconds = scale.seconds) => {
    const task: Task = table === 'orders' ? { kind: 'orders', keep: true } : { kind: 'payments' };
    const result = await ask(server.url, task, seconds);
    books.enter(table, result);
    return result.perSecond;
  };
  const bare = (seconds = scale.seconds) => ask(`http://127.0.0.1:${floorPort}`, { kind: 'orders' }, seconds);
  const alones = async (seconds = scale.seconds) => {
    const { perSecond, good, failed } = await commits.run(seconds);
    committed += good;
    if (failed > 0) books.lost.push(`PostgreSQL alone: ${failed} failed`);
    return perSecond;
  };
  const bareSample = async () => good(await bare(), books);

  await alones(scale.warmUpSeconds);
  await bare(scale.warmUpSeconds);
  await entered('orders', scale.warmUpSeconds);
  await entered('payments', scale.warmUpSeconds);
  const samples = await interleaved(bench, {
    alone: alones,
    orders: entered.bind(null, 'orders', undefined),
    bare: bareSample,
    payments: entered.bind(null, 'payments', undefined),
  });
  await Promise.all([generator.stop(), commits.stop(), floor.stop(), server.stop()]);
  const lost = await books.close();
  const { rows } = await alone.db.query<{ count: number }>('SELECT count(*) AS count FROM orders');
  if (rows[0]?.count !== committed) lost.push(`PostgreSQL alone: ${committed} commits, ${rows[0]?.count} rows`);

  const [orders, payments] = [withSpread(samples.orders, '/s'), withSpread(samples.payments, '/s')];
  const common = { unit: '' as const, lost };
  return [
    {
      id: 'S2',
      what: 'orders/s, against one-row commits of PostgreSQL',
      goal: { least: 0.7, text: '≥ 0.7, then 1.0' },
      samples: ratios(samples.orders, samples.alone),
      detail: `orders ${orders}; commits ${withSpread(samples.alone, '/s')} by ${commits.by}`,
      ...common,
    },
    {
      id: 'S3',
      what: 'the same, against bare Fastify without a database',
      goal: { least: 0.4 },
      samples: ratios(samples.orders, samples.bare),
      detail: `orders ${orders}; bare Fastify ${withSpread(samples.bare, '/s')}`,
      ...common,
    },
    {
      id: 'S4',
      what: 'payments accepted/s, against orders/s',
      goal: { least: 0.7 },
      samples: ratios(samples.payments, samples.orders),
      detail: `payments ${payments}; orders ${orders}; hints to the queue on ${stage.queues[0]}; without an endpoint, so each payment writes an event and no delivery; S5 includes deliveries`,
      ...common,
    },
  ];
}

function good({ perSecond, bad }: LoadResult, books: Books): number {
  for (const [what, times] of Object.entries(bad)) books.lost.push(`bare Fastify: ${times} x ${what}`);
  return perSecond;
}

/** The gateway's response to a new order, which the bare server repeats. */
async function sampleAnswer(
  url: string,
  account: { key: string; secret: string } | undefined,
): Promise<{ id: string; text: string }> {
  const order = { amount: 50_000, currency: 'INR', receipt: 'receipt_1', notes: { customer: 'Asha Rao' } };
  const answer = await new Client(url, account).post('/api/v1/orders', order, { key: 'bench-sample' });
  return { id: answer.json.id as string, text: answer.text };
}
