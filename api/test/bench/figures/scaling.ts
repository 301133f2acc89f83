import os from 'node:os';
import { type Bench, Books, interleaved, newGenerator } from '../bench.js';
import { type Figure, ratios, withSpread } from '../figure.js';

const CONNECTIONS = 64;
/** For two servers, two generators and PostgreSQL. */
const ENOUGH_CORES = 4;

/**
 * S10: orders per second of two servers on one database, compared with one. Two generators produce the load in both
 * cases.
 */
export async function scaling(bench: Bench): Promise<Figure[]> {
  const { stage, scale } = bench;
  const ledger = await stage.database('bench_scaling');
  const servers = [await stage.server(ledger), await stage.server(ledger)];
  const generators = [newGenerator(), newGenerator()];
  const books = new Books(ledger);
  const orders = async (targets: string[], seconds = scale.seconds) => {
    const connections = CONNECTIONS / generators.length;
    const order = { targets, accounts: ledger.accounts, task: { kind: 'orders' as const }, seconds, connections };
    const results = await Promise.all(generators.map((generator) => generator.ask(order)));
    for (const result of results) books.enter('orders', result);
    return results.reduce((sum, { perSecond }) => sum + perSecond, 0);
  };
  const urls = servers.map(({ url }) => url);
  await orders(urls, scale.warmUpSeconds);
  const samples = await interleaved(bench, { one: () => orders(urls.slice(0, 1)), two: () => orders(urls) });
  await Promise.all([...generators.map((each) => each.stop()), ...servers.map((each) => each.stop())]);
  const cores = os.availableParallelism();
  return [
    {
      id: 'S10',
      what: 'orders/s with two API processes, against one',
      unit: '',
      goal: { least: 1.5, text: '≥ 1.5 where cores allow' },
      samples: ratios(samples.two, samples.one),
      detail: `two ${withSpread(samples.two, '/s')}, one ${withSpread(samples.one, '/s')}; servers, generators and PostgreSQL share ${cores} cores`,
      lost: await books.close(),
      ...(cores < ENOUGH_CORES && { unjudged: `${cores} cores; the goal needs at least ${ENOUGH_CORES}` }),
    },
  ];
}
