/** A process that is both merchant and receiver: it pays orders and waits for the webhook of each success. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Account } from './load-order.js';

export interface LivesOrder {
  target: string;
  accounts: Account[];
  /** Ids of orders to pay, of the merchants in turn. */
  orders: string[];
  seconds: number;
  rampSeconds: number;
  /** Lives in progress at a time, each end starting another; or lives started per second. */
  window?: number;
  rate?: number;
}
export interface LivesResult {
  /** Webhooks of a success within the counted time, per second. */
  perSecond: number;
  /** All payments that were accepted. */
  good: number;
  ids: string[];
  bad: Record<string, number>;
  /** Accepted, but without a webhook. */
  unheard: number;
  /** Milliseconds from the acceptance to the webhook, of payments accepted within the counted time. */
  latencies: number[];
  /** The same, from the time at which the payment was due to be sent. */
  fromDue: number[];
}

const CONNECTIONS = 64;
const PATIENCE_MS = 30_000;
const PAYMENT = /"payment":\{"id":"([^"]+)"/;
const ID = /"id":"([^"]+)"/;

/** The time at which the webhook of a payment arrived. */
const heard = new Map<string, number>();
const waiting = new Map<string, () => void>();

const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200).end();
    const id = PAYMENT.exec(Buffer.concat(chunks).toString())?.[1] ?? '';
    if (heard.has(id)) return; // webhooks arrive at least once
    heard.set(id, performance.now());
    waiting.get(id)?.();
  });
});

async function run(order: LivesOrder): Promise<LivesResult> {
  const { target, accounts, seconds, rampSeconds, window, rate = 0 } = order;
  const pool = new Pool(target, { connections: CONNECTIONS, pipelining: 1 });
  const begin = performance.now() + rampSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const isCounted = (at: number) => at >= begin && at < end;
  const result: LivesResult = { perSecond: 0, good: 0, ids: [], bad: {}, unheard: 0, latencies: [], fromDue: [] };
  let finished = 0;
  let next = 0;

  const live = async (dueAt: number) => {
    const number = next++;
    const account = accounts[number % accounts.length];
    const orderId = order.orders[number];
    if (!account || !orderId) throw new Error('no order is left to pay');
    const { statusCode, body } = await pool.request({
      method: 'POST',
      path: '/api/v1/payments',
      headers: {
        'X-Api-Key': account.key,
        'X-Api-Secret': account.secret,
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
      },
      body: `{"order_id":"${orderId}","method":"upi","vpa":"success@upi"}`,
    });
    const id = ID.exec(await body.text())?.[1] ?? '';
    const acceptedAt = performance.now();
    if (statusCode !== 201) return void (result.bad[statusCode] = (result.bad[statusCode] ?? 0) + 1);
    result.good++;
    result.ids.push(id);
    if (!(await webhookOf(id))) return void result.unheard++;
    const heardAt = heard.get(id) ?? NaN;
    if (isCounted(heardAt)) finished++;
    if (isCounted(acceptedAt)) result.latencies.push(Math.max(0, heardAt - acceptedAt));
    if (isCounted(acceptedAt)) result.fromDue.push(heardAt - dueAt);
  };
  await (window === undefined ? open(rate, end, live) : closed(window, end, live));
  await pool.close();
  return { ...result, perSecond: finished / seconds };
}

async function webhookOf(id: string): Promise<boolean> {
  if (heard.has(id)) return true;
  const patience = new AbortController();
  const came = new Promise<boolean>((resolve) => waiting.set(id, () => resolve(true)));
  const late = pause(PATIENCE_MS, false, { signal: patience.signal }).catch(() => false);
  const result = await Promise.race([came, late]);
  patience.abort();
  waiting.delete(id);
  return result;
}

async function closed(window: number, end: number, live: (dueAt: number) => Promise<void>): Promise<void> {
  const loop = async () => {
    while (performance.now() < end) await live(performance.now());
  };
  await Promise.all(Array.from({ length: window }, loop));
}

async function open(rate: number, end: number, live: (dueAt: number) => Promise<void>): Promise<void> {
  const running: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; ; n++) {
    const dueAt = start + (n * 1_000) / rate;
    if (dueAt >= end) break;
    await pause(Math.max(0, dueAt - performance.now()));
    running.push(live(dueAt));
  }
  await Promise.all(running);
}

receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');

/** An order without accounts requests the receiver's address. */
process.on('message', (order: LivesOrder | { where: true }) => {
  const { port } = receiver.address() as AddressInfo;
  const answer = 'where' in order ? Promise.resolve({ url: `http://127.0.0.1:${port}/hooks` }) : run(order);
  answer.then(
    (result) => process.send?.({ result }),
    (error: Error) => process.send?.({ error: error.stack }),
  );
});
process.on('disconnect', () => process.exit(0));
