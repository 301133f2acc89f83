import { type Bench, Books, interleaved, newGenerator, queuesOf } from '../bench.js';
import { Child } from '../child.js';
import { type Figure, median, percentile, ratios, shown, withSpread } from '../figure.js';
import type { LivesOrder, LivesResult } from '../lives.js';
import { newEndpoints, seedOrders } from '../seed.js';
import type { Ledger, QueueKind } from '../stage.js';

/** Milliseconds from the acceptance to the webhook at one rate: of each round, and of all payments. */
interface Latency {
  readonly rate: number;
  readonly p50: number[];
  readonly p99: number[];
  /** The 99th percentile of each round, from the time the request was due instead. */
  readonly fromDue: number[];
  readonly all: number[];
}

type Lives = Child<Partial<LivesOrder>, LivesResult>;

/** Enough to keep one worker busy, few enough that each is waited for. */
const WINDOW = 128;
/** Orders prepared per second of a sample: more than are paid. */
const MAX_PER_SECOND = 2_000;
const RAMP_SECONDS = 1;
/** Payments a second. */
const LATENCY_RATES = [50, 100] as const;

/** S5 and S6: from the acceptance to the webhook, at the peak and at steady rates, with one server and one worker. */
export async function lives(bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const queue of queuesOf(bench)) figures.push(...(await livesOn(bench, queue)));
  return figures.sort((one, other) => one.id.localeCompare(other.id));
}

async function livesOn(bench: Bench, queue: QueueKind): Promise<Figure[]> {
  const { stage, scale } = bench;
  const ledger = await stage.database(`bench_lives_${queue}`);
  const server = await stage.server(ledger, queue);
  // A life has no notification of the acquirer: it learns the outcome from the response to the charge.
  const worker = await stage.worker(ledger, queue, { SIMULATED_ACQUIRER_NOTIFICATIONS: 'off' });
  const generator = newGenerator();
  const client: Lives = Child.start('lives');
  const { url } = (await client.ask({ where: true } as object)) as unknown as { url: string };
  await newEndpoints(server.url, ledger.accounts, [url]);
  const books = new Books(ledger);

  const orders = async (seconds = scale.seconds) => {
    const common = { targets: [server.url], accounts: ledger.accounts, seconds };
    const result = await generator.ask({ ...common, task: { kind: 'orders' } });
    books.enter('orders', result);
    return result.perSecond;
  };
  // All orders are created first: a sample must not include their cost, nor that of plans that ANALYZE has invalidated.
  // Only their table is analysed: on an installation in use, none is analysed while it is empty.
  const merchants = ledger.accounts.length; // each sample begins with the first of them
  const laidFor = (seconds: number, perSecond: number) =>
    Math.ceil(((seconds + RAMP_SECONDS) * perSecond + WINDOW) / merchants) * merchants;
  const { rounds, seconds: each, warmUpSeconds, latencySeconds } = scale;
  const peaks = laidFor(warmUpSeconds, MAX_PER_SECOND) + rounds * laidFor(each, MAX_PER_SECOND);
  const steady = LATENCY_RATES.reduce((sum, rate) => sum + rounds * laidFor(latencySeconds, rate), 0);
  const laid = await seedOrders(ledger, peaks + steady);
  await ledger.db.query('ANALYZE orders');
  const live = async (load: { window: number } | { rate: number }, seconds: number) => {
    const rampSeconds = RAMP_SECONDS;
    const waiting = laid.splice(0, laidFor(seconds, 'rate' in load ? load.rate : MAX_PER_SECOND));
    const order = { target: server.url, accounts: ledger.accounts, orders: waiting, seconds, rampSeconds, ...load };
    const result = await client.ask(order);
    books.enter('payments', result);
    if (result.unheard > 0) books.lost.push(`${result.unheard} payments without their webhook`);
    return result;
  };
  const latencyAt = async (rate: number): Promise<Latency> => {
    const latency: Latency = { rate, p50: [], p99: [], fromDue: [], all: [] };
    for (let round = 0; round < scale.rounds; round++) {
      await stage.settle();
      const { latencies, fromDue } = await live({ rate }, scale.latencySeconds);
      latency.p50.push(percentile(latencies, 0.5));
      latency.p99.push(percentile(latencies, 0.99));
      latency.fromDue.push(percentile(fromDue, 0.99));
      latency.all.push(...latencies);
    }
    return latency;
  };
  const whole = async () => (await live({ window: WINDOW }, scale.seconds)).perSecond;

  await orders(scale.warmUpSeconds);
  await live({ window: WINDOW }, scale.warmUpSeconds);
  const peak = await interleaved(bench, { orders, lives: whole });
  const latencies: Latency[] = [];
  for (const rate of LATENCY_RATES) latencies.push(await latencyAt(rate));
  await Promise.all([generator.stop(), client.stop()]);
  const lost = await closeBooks(books, ledger);
  await Promise.all([server.stop(), worker.stop()]);
  const which = `queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}`;
  return [
    {
      id: 'S5',
      what: `whole lives/s, against orders/s; ${which}`,
      unit: '',
      goal: queue === 'redis' ? { least: 0.15 } : { text: 'on Redis' },
      samples: ratios(peak.lives, peak.orders),
      detail: `${which}: lives ${withSpread(peak.lives, '/s')}, orders ${withSpread(peak.orders, '/s')}; one server, one worker, ${WINDOW} lives in flight, one endpoint per merchant, subscribed to payment.success`,
      lost,
      ...(queue === 'postgres' && { unjudged: 'the goal applies to Redis only' }),
    },
    ...latencies.flatMap((latency) => latencyFigures(latency, which, lost)),
  ];
}

function latencyFigures({ rate, p50, p99, fromDue, all }: Latency, which: string, lost: string[]): Figure[] {
  const over = `over all rounds p50 ${shown(percentile(all, 0.5))}, p99 ${shown(percentile(all, 0.99))} ms`;
  const due = `p99 from the scheduled time of the request ${shown(median(fromDue))} ms`;
  const what = (name: string) => `accepted to webhook received, ${name} at ${rate}/s; ${which}`;
  const common = { id: 'S6', unit: 'ms', lost } as const;
  return [
    {
      ...{ ...common, what: what('p50'), goal: { most: 50 }, samples: p50 },
      detail: `${which}: ${all.length} payments at ${rate}/s; ${over}; ${due}`,
    },
    { ...common, what: what('p99'), goal: { most: 250 }, samples: p99, detail: `${which}, ${rate}/s: as above` },
  ];
}

/** Checks that each accepted payment was charged once, recorded, and its webhook marked as delivered. */
async function closeBooks(books: Books, { db }: Ledger): Promise<string[]> {
  const lost = await books.close();
  const { rows } = await db.query<{ what: string; count: number }>(
    `SELECT 'payments not captured' AS what, count(*) AS count FROM payments WHERE NOT captured
     UNION ALL SELECT 'captures of the bank missing or doubled', count(*) - (SELECT count(*) FROM simulated_bank.ledger)
       FROM payments
     UNION ALL SELECT 'deliveries not done', count(*) FROM webhook_logs WHERE status <> 'success'`,
  );
  for (const { what, count } of rows) if (count !== 0) lost.push(`${what}: ${count}`);
  return lost;
}
