import { Client } from '../../support/client.js';
import { type Bench, Books, type Generator, interleaved, newGenerator } from '../bench.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import type { Page, Task } from '../load-order.js';
import type { Ledger, Running } from '../stage.js';
import { deepCursors, fill, FILLED } from '../volume.js';

const LIST_RATE = 150;
const PAGE = 10;
const TABLES = ['orders', 'payments'] as const;

const numeral = (rows: number) => rows.toLocaleString('en').replaceAll(',', ' ');

/** S8 and S9: a server on a full database beside one on an empty database, and lists of the full one. */
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
  /**
   * Empties the database again after its rows have been reconciled, so that both sides start equal: written to disk,
   * warm.
   */
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
    detail: `full ${withSpread(samples.full, '/s')}, empty ${withSpread(samples.empty, '/s')}; that number of rows in each of ${FILLED.join(', ')}${rows < scale.rows ? ` (filling stopped after ${scale.fillSeconds} s, before ${numeral(scale.rows)})` : ''}; two databases of one PostgreSQL, with one server each`,
    lost,
  };
}

async function lists(bench: Bench, generator: Generator, { ledger, server }: Side, rows: number): Promise<Figure> {
  const { stage, scale, signal, note } = bench;
  const first: Page[] = ledger.accounts.flatMap((_, merchant) =>
    TABLES.map((table) => ({ merchant, path: `/api/v1/${table}?limit=${PAGE}` })),
  );
  const deep: Page[] = [];
  for (const table of TABLES)
    for (const { merchant, cursor } of await deepCursors(ledger, table, rows))
      deep.push({ merchant, path: `/api/v1/${table}?limit=${PAGE}&cursor=${cursor}` });
  const lost: string[] = [];
  for (const { merchant, path } of [...first, ...deep]) {
    const { status, json } = await new Client(server.url, ledger.accounts[merchant]).get(path);
    if (status !== 200 || json.data.length !== PAGE)
      throw new Error(`${path}: not a page of ${PAGE} rows, but ${status}`);
  }
  // Alternating in one stream of requests, so that a pause of the machine affects both.
  const task: Task = { kind: 'read', lists: [first, deep] };
  const read = async (seconds: number) => {
    const common = { targets: [server.url], accounts: ledger.accounts };
    const { bad, p99s } = await generator.ask({ ...common, task, seconds, rate: LIST_RATE });
    for (const [what, times] of Object.entries(bad)) lost.push(`lists: ${times} x ${what}`);
    return p99s;
  };
  await read(scale.warmUpSeconds);
  const samples: Record<'first' | 'deep', number[]> = { first: [], deep: [] };
  for (let round = 1; round <= scale.rounds; round++) {
    signal.throwIfAborted();
    await stage.settle();
    const [ofFirst = NaN, ofDeep = NaN] = await read(2 * scale.latencySeconds);
    samples.first.push(ofFirst);
    samples.deep.push(ofDeep);
    note(`round ${round}: first ${ofFirst.toFixed(1)}, deep ${ofDeep.toFixed(1)}`);
  }
  return {
    id: 'S9',
    what: `p99 of a list page deep in ${numeral(rows)} rows, against the first page`,
    unit: '',
    goal: { most: 1.2 },
    samples: ratios(samples.deep, samples.first),
    detail: `deep ${withSpread(samples.deep, 'ms')}, first page ${withSpread(samples.first, 'ms')}; lists of orders and of payments alternate, as do first and deep pages; ${PAGE} rows a page, ${LIST_RATE} pages/s`,
    lost,
  };
}
