import { type Bench, Books, type Generator, interleaved, newGenerator } from '../bench.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import { Client } from '../../support/client.js';
import type { Task } from '../load-order.js';
import type { Ledger, Running } from '../stage.js';
import { deepCursors, fill, FILLED } from '../volume.js';

const LIST_RATE = 150;
const PAGE = 10;
const TABLES = ['orders', 'payments'] as const;

const numeral = (rows: number) => rows.toLocaleString('en').replaceAll(',', ' ');

/** S8 and S9: a server on a full database beside one on an empty database, and the full one's lists. */
export async function volume(bench: Bench): Promise<Figure[]> {
  const { stage, scale, note } = bench;
  const full = await stage.database('bench_full');
  const empty = await stage.database('bench_empty');
  const rows = await fill(full, scale.rows, scale.fillSeconds, note);
  const generator = newGenerator();
  const side = async (ledger: Ledger) => ({ ledger, server: await stage.server(ledger), books: new Books(ledger) });
  const [big, small] = [await side(full), await side(empty)];
  const figures = [await creates(bench, generator, big, small, rows), await lists(bench, generator, big, rows)];
  await Promise.all([generator.stop(), big.server.stop(), small.server.stop()]);
  return figures;
}

interface Side {
  ledger: Ledger;
  server: Running;
  books: Books;
}

async function creates(bench: Bench, generator: Generator, big: Side, small: Side, rows: number): Promise<Figure> {
  const { stage, scale } = bench;
  const orders = async ({ ledger, server, books }: Side, seconds = scale.seconds) => {
    const common = { targets: [server.url], accounts: ledger.accounts, seconds };
    const result = await generator.ask({ ...common, task: { kind: 'orders' } });
    books.enter('orders', result);
    return result.perSecond;
  };
  const lost: string[] = [];
  /** Empty once more, after what it holds has been reconciled. Then either side begins as the other: written out, warm. */
  const empty = async () => {
    lost.push(...(await small.books.close()));
    small.books = new Books(small.ledger);
    await small.ledger.db.query(`TRUNCATE ${FILLED.join(', ')} CASCADE`);
  };
  const fromTheStart = async (one: Side) => {
    await stage.settle();
    await orders(one, scale.warmUpSeconds / 2);
    return orders(one);
  };
  await orders(big, scale.warmUpSeconds);
  await orders(small, scale.warmUpSeconds);
  const samples = await interleaved(bench, {
    full: () => fromTheStart(big),
    empty: async () => {
      await empty();
      return fromTheStart(small);
    },
  });
  lost.push(...(await small.books.close()), ...(await big.books.close()));
  return {
    id: 'S8',
    what: `orders/s with ${numeral(rows)} rows, against an empty table`,
    unit: '',
    goal: { least: 0.8 },
    samples: ratios(samples.full, samples.empty),
    detail: `full ${withSpread(samples.full, '/s')}, empty ${withSpread(samples.empty, '/s')}; as many rows in each of ${FILLED.join(', ')}${rows < scale.rows ? `, which is as far as ${scale.fillSeconds} s of filling went of ${numeral(scale.rows)}` : ''}; two databases of one PostgreSQL with a server each`,
    lost,
  };
}

async function lists(bench: Bench, generator: Generator, { ledger, server }: Side, rows: number): Promise<Figure> {
  const { scale } = bench;
  const first = ledger.accounts.flatMap((_, merchant) =>
    TABLES.map((table) => ({ merchant, path: `/api/v1/${table}?limit=${PAGE}` })),
  );
  const deep: typeof first = [];
  for (const table of TABLES)
    for (const { merchant, cursor } of await deepCursors(ledger, table, rows))
      deep.push({ merchant, path: `/api/v1/${table}?limit=${PAGE}&cursor=${cursor}` });
  const lost: string[] = [];
  for (const { merchant, path } of [...first, ...deep]) {
    const { status, json } = await new Client(server.url, ledger.accounts[merchant]).get(path);
    if (status !== 200 || json.data.length !== PAGE)
      throw new Error(`${path}: not a page of ${PAGE} rows, but ${status}`);
  }
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
    what: `p99 of a list page deep in ${numeral(rows)} rows, against the first page`,
    unit: '',
    goal: { most: 1.2 },
    samples: ratios(samples.deep, samples.first),
    detail: `deep ${withSpread(samples.deep, 'ms')}, first page ${withSpread(samples.first, 'ms')}; orders and payments in turn, ${PAGE} rows a page, ${LIST_RATE} pages/s`,
    lost,
  };
}
