import { type Bench, Books, interleaved, newGenerator } from '../bench.js';
import { type Figure, ratios, withSpread } from '../figure.js';
import type { Task } from '../load-order.js';

const FACADES = { razorpay: 'orders of Razorpay’s API', stripe: 'intents of Stripe’s API' } as const;

/** S15: what a call in the form of another API costs, compared with the gateway's own. */
export async function facades(bench: Bench): Promise<Figure[]> {
  const { stage, scale } = bench;
  const ledger = await stage.database('bench_facades');
  const server = await stage.server(ledger);
  const generator = newGenerator();
  const books = new Books(ledger);
  const side = (task: Task) => async (seconds: number) => {
    const result = await generator.ask({ targets: [server.url], accounts: ledger.accounts, task, seconds });
    books.enter('orders', result);
    return result.perSecond;
  };
  const sides = {
    own: side({ kind: 'orders' }),
    razorpay: side({ kind: 'facade', of: 'razorpay' }),
    stripe: side({ kind: 'facade', of: 'stripe' }),
  };
  for (const warmUp of Object.values(sides)) await warmUp(scale.warmUpSeconds);
  const samples = await interleaved(bench, {
    own: () => sides.own(scale.seconds),
    razorpay: () => sides.razorpay(scale.seconds),
    stripe: () => sides.stripe(scale.seconds),
  });
  await Promise.all([generator.stop(), server.stop()]);
  const lost = await books.close();
  return (['razorpay', 'stripe'] as const).map((name) => ({
    id: 'S15',
    what: `cost of ${FACADES[name]}, against orders`,
    unit: '',
    goal: { most: 1.3 },
    samples: ratios(samples.own, samples[name]),
    detail: `${name} ${withSpread(samples[name], '/s')}; orders ${withSpread(samples.own, '/s')}; each with an idempotency key, which Razorpay's client does not send`,
    lost,
  }));
}
