/** A merchant's calls of the API. */
import { Stop } from './project.mjs';
import { until } from './running.mjs';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const DEMO_KEY = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
const FINAL_TIMEOUT_MS = 60_000;
const LANES = 8;

export class Merchant {
  constructor(url) {
    this.url = url;
  }

  async call(method, path, body, headers = {}) {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...DEMO_KEY, ...(body && JSON_TYPE), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const content = await response.json();
    if (!response.ok) throw new Stop(`${method} ${path}: ${response.status} ${JSON.stringify(content)}`);
    return content;
  }

  order(amount = 50_000) {
    return this.call('POST', '/orders', { amount });
  }

  /** Creates an order and its payment; retries with the same idempotency key until it succeeds, as the SDK does. */
  async pay(key, vpa = 'success@upi') {
    const post = (path, body, suffix) =>
      until(() => this.call('POST', path, body, { 'Idempotency-Key': `${key}-${suffix}` }).catch(() => undefined), {
        timeout: FINAL_TIMEOUT_MS,
        every: 250,
      });
    const order = await post('/orders', { amount: 50_000, receipt: key }, 'order');
    const payment = await post('/payments', { order_id: order.id, method: 'upi', vpa }, 'payment');
    return { order: order.id, payment: payment.id };
  }

  /** `count` payments, LANES at a time. */
  async payMany(name, count) {
    const made = [];
    const lane = async (first) => {
      for (let i = first; i < count; i += LANES) made.push(await this.pay(`${name}-${i}`));
    };
    await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
    return made;
  }

  /** Waits until each is paid; throws with the first that is not. */
  async allPaid(made) {
    for (const { order, payment } of made) {
      let seen;
      const paid = await until(
        async () => {
          seen = await this.call('GET', `/payments/${payment}`).catch((error) => ({ status: error.message }));
          return seen.status === 'success' && seen.captured;
        },
        { timeout: FINAL_TIMEOUT_MS, every: 200 },
      );
      if (!paid) throw new Stop(`${payment} is still ${seen.status}`);
      const { status, amount_paid: amount } = await this.call('GET', `/orders/${order}`);
      if (status !== 'paid' || amount !== 50_000) throw new Stop(`${order} is ${status}, ${amount} paid`);
    }
  }

  /** Waits until each has exactly one success event, with exactly one delivery to the endpoint. */
  async allAnnounced(made, endpoint) {
    let wrong = [];
    const complete = await until(
      async () => {
        const objectOf = new Map();
        for await (const { id, object_id: object } of this.pages('/events?type=payment.success'))
          objectOf.set(id, object);
        const counted = new Map(made.map(({ payment }) => [payment, 0]));
        const deliveries = `/webhooks?event=payment.success&status=success&endpoint=${endpoint}`;
        for await (const { event_id: event } of this.pages(deliveries)) {
          const payment = objectOf.get(event);
          if (counted.has(payment)) counted.set(payment, counted.get(payment) + 1);
        }
        wrong = [...counted].filter(([, times]) => times !== 1);
        return wrong.length === 0;
      },
      { timeout: FINAL_TIMEOUT_MS, every: 500 },
    );
    if (complete) return;
    const some = wrong.slice(0, 3).map(([payment, times]) => `${payment} ${times} times`);
    throw new Stop(`${wrong.length} of ${made.length} not announced exactly once: ${some.join(', ')}`);
  }

  async *pages(path) {
    for (let cursor = ''; cursor !== null;) {
      const page = await this.call('GET', `${path}&limit=100${cursor && `&cursor=${cursor}`}`);
      yield* page.data;
      cursor = page.next_cursor;
    }
  }
}
