/** A process that sends requests as its parent orders, one order after the other. */
import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './figure.js';
import type { LoadOrder, LoadResult, Task } from './load-order.js';

interface Request {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /**
   * The response contains the created id, which is parsed in every create, so that all sides of a ratio do the same
   * work.
   */
  creates: boolean;
  /** Receives that id, if it is needed later. */
  keep?: (id: string) => void;
  /** For a read: the index of its list. */
  list?: number;
}
interface Counts {
  good: number;
  ids: string[];
  bad: Record<string, number>;
  /** Of the successful ones, those within the counted time. */
  inTime: number;
  /** Of those, for each list of a read. */
  latencies: number[][];
}

const CONNECTIONS = 64;
const RAMP_SECONDS = 0.5;
const ID = /"id":"([^"]+)"/;
/** An intent of Stripe is an order under another prefix. */
const INTENT = /^pi_/;

/** Orders created here, with the index of their merchant; if they run out, the first are paid again. */
const orders: { merchant: number; id: string }[] = [];
let toPay = 0;
let count = 0;

/** The next request of a task. */
function requestsOf({ accounts, task }: LoadOrder): () => Request {
  const authentic = accounts.map(({ key, secret }) => ({ 'X-Api-Key': key, 'X-Api-Secret': secret }));
  const headersOf = (merchant: number): Record<string, string> => ({ ...authentic[merchant] });
  const written = (merchant: number) => ({
    ...headersOf(merchant),
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  });
  const makers: { [Kind in Task['kind']]: (task: Extract<Task, { kind: Kind }>) => Request } = {
    orders: ({ keep }) => {
      const merchant = count++ % accounts.length;
      return {
        method: 'POST',
        path: '/api/v1/orders',
        headers: written(merchant),
        body: `{"amount":50000,"currency":"INR","receipt":"receipt_${count}","notes":{"customer":"Asha Rao"}}`,
        creates: true,
        ...(keep && { keep: (id) => void orders.push({ merchant, id }) }),
      };
    },
    facade: ({ of }) => {
      const { key = '', secret = '' } = accounts[count++ % accounts.length] ?? {};
      const common = { method: 'POST', creates: true } as const;
      const receipt = `receipt_${count}`;
      if (of === 'razorpay') {
        const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
        const headers = { authorization, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
        const body = `{"amount":50000,"currency":"INR","receipt":"${receipt}","notes":{"customer":"Asha Rao"}}`;
        return { ...common, path: '/razorpay/v1/orders', headers, body };
      }
      const headers = {
        authorization: `Bearer ${secret}`,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Idempotency-Key': randomUUID(),
      };
      const body = `amount=50000&currency=inr&metadata[receipt]=${receipt}&metadata[customer]=Asha%20Rao`;
      return { ...common, path: '/v1/payment_intents', headers, body };
    },
    payments: () => {
      count++;
      const order = orders[toPay++ % orders.length];
      if (!order) throw new Error('there is no order to pay');
      return {
        method: 'POST',
        path: '/api/v1/payments',
        headers: written(order.merchant),
        body: `{"order_id":"${order.id}","method":"upi","vpa":"success@upi"}`,
        creates: true,
      };
    },
    read: ({ lists }) => {
      const list = count % lists.length;
      const pages = lists[list] ?? [];
      const { merchant, path } = pages[Math.floor(count++ / lists.length) % pages.length] ?? { merchant: 0, path: '/' };
      return { method: 'GET', path, headers: headersOf(merchant), body: null, creates: false, list };
    },
    post: ({ path, headers, body }) => ({ method: 'POST', path, headers, body, creates: false }),
  };
  const make = makers[task.kind] as (task: Task) => Request;
  return () => make(task);
}

/** Resolves with the status or the error's code, and the created id; never rejects. */
function send(
  pool: Pool,
  { creates, keep, list: _, ...options }: Request,
): Promise<{ status: number | string; id?: string }> {
  return new Promise((resolve) => {
    let status = 0;
    const chunks: Buffer[] = [];
    pool.dispatch(options, {
      onRequestStart: () => undefined,
      onResponseStart: (_, code) => void (status = code),
      onResponseData: (_, chunk) => void (creates && chunks.push(chunk)),
      onResponseEnd: () => {
        if (!creates || status >= 300) return resolve({ status });
        const id = (ID.exec(Buffer.concat(chunks).toString())?.[1] ?? '').replace(INTENT, 'order_');
        keep?.(id);
        resolve({ status, id });
      },
      onResponseError: (_, error) => resolve({ status: (error as { code?: string }).code ?? error.message }),
    });
  });
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const { targets, seconds, rate, connections = CONNECTIONS, rampSeconds = RAMP_SECONDS } = order;
  const each = Math.ceil(connections / targets.length);
  const pools = targets.map((target) => new Pool(target, { connections: each, pipelining: 1 }));
  const next = requestsOf(order);
  const counts: Counts = { good: 0, ids: [], bad: {}, inTime: 0, latencies: [] };
  const begin = performance.now() + rampSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const one = async (pool: Pool, dueAt: number) => {
    const request = next();
    const { status, id } = await send(pool, request);
    const now = performance.now();
    if (typeof status === 'string' || status >= 300) counts.bad[status] = (counts.bad[status] ?? 0) + 1;
    else counts.good++;
    if (id !== undefined) counts.ids.push(id);
    if (now < begin || now >= end || typeof status === 'string' || status >= 300) return;
    counts.inTime++;
    if (request.list !== undefined) (counts.latencies[request.list] ??= []).push(now - dueAt);
  };
  if (rate === undefined) await closed(pools, each, end, one);
  else await open(pools, rate, end, one);
  await Promise.all(pools.map((pool) => pool.close()));
  const { good, ids, bad, inTime, latencies } = counts;
  const p99s = latencies.map((list) => percentile(list, 0.99));
  return { perSecond: inTime / seconds, good, ids, bad, p99s };
}

type One = (pool: Pool, dueAt: number) => Promise<void>;

async function closed(pools: Pool[], each: number, end: number, one: One): Promise<void> {
  const loop = async (pool: Pool) => {
    while (performance.now() < end) await one(pool, performance.now());
  };
  await Promise.all(pools.flatMap((pool) => Array.from({ length: each }, () => loop(pool))));
}

async function open(pools: Pool[], rate: number, end: number, one: One): Promise<void> {
  const running = new Set<Promise<void>>();
  const start = performance.now();
  for (let n = 0; ; n++) {
    const dueAt = start + (n * 1_000) / rate;
    if (dueAt >= end) break;
    const early = dueAt - performance.now();
    if (early > 1) await pause(early);
    const asked = one(pools[n % pools.length] as Pool, dueAt);
    running.add(asked);
    void asked.finally(() => running.delete(asked));
  }
  await Promise.all(running);
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.stack }),
  );
});
process.on('disconnect', () => process.exit(0));
