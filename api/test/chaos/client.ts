/**
 * A process that acts like many shops: it starts flows at its rate whether or not the gateway keeps up, repeats
 * requests without a response with the same key, and records what it knows.
 */
import { createWriteStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from './history.js';
import { Random } from './random.js';

export interface ClientOrder {
  baseUrl: string;
  merchants: { key: string; secret: string }[];
  seed: number;
  /** Flows begun per second. */
  rate: number;
  seconds: number;
  history: string;
}

type Wish = Pick<Operation, 'kind' | 'merchant' | 'receipt' | 'orderId' | 'paymentId' | 'amount'>;
interface Reply {
  status: number;
  body: Record<string, unknown>;
}

const ORDER = JSON.parse(process.argv[2] ?? '{}') as ClientOrder;
const PATIENCE_MS = 3_000;
const MAX_TRIES = 8;
const CARD = (number: string) => ({
  method: 'card',
  card: { number, expiry_month: 12, expiry_year: 2040, cvv: '123', holder_name: 'Asha Rao' },
});
const UPI = (vpa: string) => ({ method: 'upi', vpa });
/** Every outcome of the simulated bank, the usual one most often. */
const INSTRUMENTS: readonly [object, number][] = [
  [UPI('success@upi'), 30],
  [CARD('4111111111111111'), 25],
  [UPI('failure@upi'), 5],
  [CARD('4000000000009995'), 5],
  [CARD('4000000000003220'), 8],
  [UPI('timeout@upi'), 6],
  [UPI('slow@upi'), 5],
  [UPI('approve@upi'), 6],
  [UPI('nofunds@upi'), 2],
  [CARD('4000000000000002'), 2],
  [CARD('4000000000000069'), 2],
  [{ method: 'upi', flow: 'intent' }, 4],
  [CARD('4000000000000119'), 3],
  [CARD('4000000000003063'), 5],
  [{ flow: 'redirect' }, 8],
  [CARD('4000000000005126'), 7],
];

const random = new Random(ORDER.seed);
const file = createWriteStream(ORDER.history, { flags: 'a' });
const running = new Set<Promise<void>>();
let count = 0;

async function call(method: string, path: string, merchant: number, body?: object, key?: string): Promise<Reply> {
  const account = ORDER.merchants[merchant];
  const response = await fetch(ORDER.baseUrl + path, {
    method,
    headers: {
      'X-Api-Key': account?.key ?? '',
      'X-Api-Secret': account?.secret ?? '',
      ...(body && { 'Content-Type': 'application/json' }),
      ...(key && { 'Idempotency-Key': key }),
    },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await response.text();
  return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** Repeats a request until a response shows the result; sometimes gives up, as people do. */
async function wish(what: Wish, path: string, body: object): Promise<Operation> {
  const key = `chaos-${ORDER.seed}-${count++}`;
  const tries = random.chance(0.1) ? 1 : MAX_TRIES;
  const done: Operation = { ...what, key, outcome: 'unknown', status: 0, seen: [], tries: 0, at: 0 };
  for (let backoff = 100; done.tries < tries; backoff = Math.min(backoff * 2, 2_000)) {
    done.tries++;
    try {
      const { status, body: answer } = await call('POST', path, what.merchant, body, key);
      const error = answer['error'] as { code?: string; description?: string } | undefined;
      Object.assign(done, { status, at: Date.now(), code: error?.description ?? error?.code });
      if (status < 300) {
        const id = String(answer['id']);
        if (!done.seen.includes(id)) done.seen.push(id);
        Object.assign(done, { outcome: 'ok', id });
        // Sometimes the response counts as lost: the repeated request must return the same.
        if (random.chance(0.9)) break;
      } else if (status < 500 && status !== 409 && status !== 429) {
        // A refusal after an acceptance is a contradiction, and recorded for the reconciler.
        done.outcome = 'failed';
        break;
      }
    } catch {
      done.at = Date.now();
    }
    if (done.tries < tries) await pause(random.between(backoff / 2, backoff));
  }
  file.write(`${JSON.stringify(done)}\n`);
  return done;
}

/** The payment after it has left the bank, if that can be read. */
async function settled(merchant: number, id: string): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await call('GET', `/api/v1/payments/${id}`, merchant).catch(() => undefined);
    const status = answer?.body['status'];
    if (answer?.status === 200 && status !== 'pending') return answer.body;
    await pause(300);
  }
  return {};
}

const instrument = () => {
  let ticket = random.next() * INSTRUMENTS.reduce((sum, [, weight]) => sum + weight, 0);
  return (INSTRUMENTS.find(([, weight]) => (ticket -= weight) < 0) ?? INSTRUMENTS[0])?.[0] ?? {};
};

/** One shopper's purchase, and the shop's actions on it. */
async function flow(): Promise<void> {
  const merchant = random.between(0, ORDER.merchants.length - 1);
  const amount = random.between(100, 200) * 1_000;
  const capture = random.chance(0.25) ? 'manual' : 'automatic';
  const receipt = `receipt-${ORDER.seed}-${count++}`;
  const order = await wish({ kind: 'order', merchant, receipt, amount }, '/api/v1/orders', {
    amount,
    capture,
    receipt,
    ...(random.chance(0.1) && { expires_in: 60 }),
  });
  if (order.outcome !== 'ok' || !order.id) return;
  // Through the shop's server, or through the checkout.
  const pay = () =>
    wish(
      { kind: 'payment', merchant, orderId: order.id, amount },
      random.chance(0.3) ? '/api/v1/payments/public' : '/api/v1/payments',
      { order_id: order.id, ...instrument() },
    );
  // Some shoppers click twice, and some come back with another card.
  const paying = random.chance(0.15) ? [pay(), pay()] : [pay()];
  // Some shops cancel an order while its shopper pays.
  const closing = random.chance(0.1) && close(merchant, order.id);
  const payments = await Promise.all(paying);
  await closing;
  for (const { id, outcome } of payments) if (outcome === 'ok' && id) await follow(merchant, id, amount);
  if (random.chance(0.1)) await pay();
}

const close = (merchant: number, orderId: string) =>
  wish({ kind: 'close', merchant, orderId }, `/api/v1/orders/${orderId}/cancel`, {});

async function follow(merchant: number, paymentId: string, amount: number): Promise<void> {
  let payment = await settled(merchant, paymentId);
  const at = `/api/v1/payments/${paymentId}`;
  if (payment['status'] === 'requires_action' && random.chance(0.8)) {
    const { type, url = '' } = payment['next_action'] as { type: string; url?: string };
    if (type === 'redirect') await visit(paymentId, url).catch(() => undefined);
    const answer = type === 'otp' ? { otp: random.chance(0.8) ? '123456' : '000000' } : { approve: random.chance(0.8) };
    if (type !== 'redirect') await wish({ kind: 'action', merchant, paymentId }, `${at}/action`, answer);
    payment = await settled(merchant, paymentId);
  }
  if (payment['status'] !== 'success') return;
  if (payment['captured'] === false) {
    if (random.chance(0.3)) return void (await wish({ kind: 'cancel', merchant, paymentId }, `${at}/cancel`, {}));
    const part = random.chance(0.3) ? amount - 10_000 : amount;
    const captured = await wish({ kind: 'capture', merchant, paymentId, amount: part }, `${at}/capture`, {
      amount: part,
    });
    if (captured.outcome !== 'ok') return;
  }
  if (!random.chance(0.5)) return;
  // Together more than the remaining amount: some must be refused, whatever fails meanwhile.
  const amounts = Array.from({ length: random.between(1, 4) }, () => random.between(10, 60) * 1_000);
  await Promise.all(
    amounts.map((part) =>
      wish({ kind: 'refund', merchant, paymentId, amount: part }, '/api/v1/refunds', {
        payment_id: paymentId,
        amount: part,
      }),
    ),
  );
}

/** A shopper on a page of the acquirer: answers its first form, and perhaps a challenge; some leave, some send twice. */
async function visit(paymentId: string, url: string): Promise<void> {
  const page = await (await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })).text();
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page) ?? [];
  const number = random.chance(0.8) ? '4111111111111111' : '4000000000009995';
  const result = random.chance(0.7) ? 'pass' : random.chance(0.5) ? 'fail' : 'leave';
  const body = new URLSearchParams({ number, expiry: '12/40', cvv: '123', result });
  const submit = () =>
    fetch(new URL(action, url), { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  await Promise.allSettled(random.chance(0.2) ? [submit(), submit()] : [submit()]);
  if (random.chance(0.7)) await call('POST', `/api/v1/payments/${paymentId}/public/returned`, 0);
  await pause(1_500);
}

const endAt = Date.now() + ORDER.seconds * 1_000;
for (let next = Date.now(); next < endAt; next += random.wait(1_000 / ORDER.rate)) {
  await pause(Math.max(0, next - Date.now()));
  const one = flow().catch((error: unknown) => console.error(error));
  running.add(one);
  void one.finally(() => running.delete(one));
}
await Promise.all(running);
await new Promise<void>((resolve) => file.end(resolve));
