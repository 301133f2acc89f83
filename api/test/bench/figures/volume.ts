import { type Bench, Books, type Generator, interleaved, newGenerator } from '../bench.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import type { Task } from '../load-order.js';
import type { Ledger, Running } from '../stage.js';
import { deepCursors, fill } from '../volume.js';

const LIST_RATE = 150;
const PAGE = 10;
const TABLES = ['orders', 'payments'] as const;

/** S8 and S9: a server on a full database beside one on an empty database, and the full one's lists. */
export async function volume(bench: Bench): Promise<Figure[]> {
  const { stage, scale, note } = bench;
  const full = await stage.database('bench_full');
  const empty = await stage.database('bench_empty');
  await fill(full, scale.rows, note);
  const generator = newGenerator();
  const side = async (ledger: Ledger) => ({ ledger, server: await stage.server(ledger), books: new Books(ledger) });
  const [big, small] = [await side(full), await side(empty)];
  const figures = [await creates(bench, generator, big, small), await lists(bench, generator, big)];
  await Promise.all([generator.stop(), big.server.stop(), small.server.stop()]);
  return figures;
}

interface Side {
  ledger: Ledger;
  server: Running;
  books: Books;
}

async function creates(bench: Bench, generator: Generator, big: Side, small: Side): Promise<Figure> {
  const { scale } = bench;
  const orders = async ({ ledger, server, books }: Side, seconds = scale.seconds) => {
    const common = { targets: [server.url], accounts: ledger.accounts, seconds };
    const result = await generator.ask({ ...common, task: { kind: 'orders' } });
    books.enter('orders', result);
    return result.perSecond;
  };
  const lost: string[] = [];
  /** Empty once more, after what it holds has been reconciled. */
  const empty = async () => {
    lost.push(...(await small.books.close()));
    small.books = new Books(small.ledger);
    await small.ledger.db.query('TRUNCATE orders, idempotency_keys CASCADE');
  };
  await orders(big, scale.warmUpSeconds);
  await orders(small, scale.warmUpSeconds);
  const samples = await interleaved(bench, {
    full: () => orders(big),
    empty: async () => {
      await empty();
      return orders(small);
    },
  });
  lost.push(...(await small.books.close()), ...(await big.books.close({ orders: scale.rows })));
  return {
    id: 'S8',
    what: `orders/s with ${scale.rows.toLocaleString('en').replaceAll(',', ' ')} rows, against an empty table`,
    unit: '',
    goal: { least: 0.8 },
    samples: ratios(samples.full, samples.empty),
    detail: `full ${withSpread(samples.full, '/s')}, empty ${withSpread(samples.empty, '/s')}; as many payments beside the orders, two databases of one PostgreSQL with a server each`,
    lost,
  };
}

async function lists(bench: Bench, generator: Generator, { ledger, server }: Side): Promise<Figure> {
  const { scale } = bench;
  const first = ledger.accounts.flatMap((_, merchant) =>
    TABLES.map((table) => ({ merchant, path: `/api/v1/${table}?limit=${PAGE}` })),
  );
  const deep: typeof first = [];
  for (const table of TABLES)
    for (const { merchant, cursor } of await deepCursors(ledger, table, scale.rows))
      deep.push({ merchant, path: `/api/v1/${table}?limit=${PAGE}&cursor=${cursor}` });
  const lost: string[] = [];
  const p99 = async (paths: typeof first, seconds = scale.latencySeconds) => {
    const task: Task = { kind: 'read', paths };
    const order = { targets: [server.url], accounts: ledger.accounts, task, seconds, rate: LIST_RATE };
    const result = await generator.ask(order);
    for (const [what, times] of Object.entries(result.bad)) lost.push(`lists: ${times} x ${what}`);
    return result.p99;
  };
  await p99(deep, scale.warmUpSeconds);
  const samples = await interleaved(bench, { first: () => p99(first), deep: () => p99(deep) });
  return {
    id: 'S9',
    what: `p99 of a list page deep in ${scale.rows.toLocaleString('en').replaceAll(',', ' ')} rows, against the first page`,
    unit: '',
    goal: { most: 1.2 },
    samples: ratios(samples.deep, samples.first),
    detail: `deep ${withSpread(samples.deep, 'ms')}, first page ${withSpread(samples.first, 'ms')}; orders and payments in turn, ${PAGE} rows a page, ${LIST_RATE} pages/s`,
    lost,
  };
}
