/** What a merchant and a shopper without JavaScript do, over HTTP alone. */
import { Stop } from './project.mjs';
import { until } from './running.mjs';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const DEMO_KEY = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
const FINAL_TIMEOUT = 60_000;

export class Merchant {
  constructor(url) {
    this.url = url;
  }

  async call(method, path, body, headers = {}) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...DEMO_KEY, ...(body && JSON_TYPE), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const content = await answer.json();
    if (!answer.ok) throw new Stop(`${method} ${path}: ${answer.status} ${JSON.stringify(content)}`);
    return content;
  }

  order(amount = 50_000) {
    return this.call('POST', '/orders', { amount });
  }

  /** An order and its payment. Asked again with the same key while nobody answers, as the SDK does. */
  async pay(key, vpa = 'success@upi') {
    const ask = (path, body, suffix) =>
      until(() => this.call('POST', path, body, { 'Idempotency-Key': `${key}-${suffix}` }).catch(() => undefined), {
        timeout: FINAL_TIMEOUT,
        every: 250,
      });
    const order = await ask('/orders', { amount: 50_000, receipt: key }, 'order');
    const payment = await ask('/payments', { order_id: order.id, method: 'upi', vpa }, 'payment');
    return { order: order.id, payment: payment.id };
  }

  /** `count` payments, a few at a time. */
  async payMany(name, count) {
    const made = [];
    const lane = async (first) => {
      for (let i = first; i < count; i += 8) made.push(await this.pay(`${name}-${i}`));
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => lane(i)));
    return made;
  }

  /** Waits until each is paid; says which is not. */
  async allPaid(made) {
    for (const { order, payment } of made) {
      let seen;
      const paid = await until(
        async () => {
          seen = await this.call('GET', `/payments/${payment}`).catch((error) => ({ status: error.message }));
          return seen.status === 'success' && seen.captured;
        },
        { timeout: FINAL_TIMEOUT, every: 200 },
      );
      if (!paid) throw new Stop(`${payment} is still ${seen.status}`);
      const { status, amount_paid: amount } = await this.call('GET', `/orders/${order}`);
      if (status !== 'paid' || amount !== 50_000) throw new Stop(`${order} is ${status}, ${amount} paid`);
    }
  }

  /** Waits until each has one event of success, and that one delivery at the endpoint: no more and no fewer. */
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
      { timeout: FINAL_TIMEOUT, every: 500 },
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

/** A browser without JavaScript: it keeps cookies, fills a form of a page and follows the answer. */
export class Browser {
  cookies = new Map();

  constructor(origin) {
    this.origin = origin;
  }

  async open(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...options.headers, ...(cookie && { Cookie: cookie }) };
    const signal = AbortSignal.timeout(30_000);
    const answer = await fetch(new URL(path, this.origin), { ...options, headers, redirect: 'manual', signal });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) return { path, status: answer.status, html: await answer.text() };
    await answer.body?.cancel();
    const next = new URL(location, this.origin);
    return this.open(next.pathname + next.search);
  }

  /** Sends the form that holds the field, with what the page filled in and what is given. */
  submit({ path, html }, field, values) {
    const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`name="${field}"`));
    if (!form) throw new Stop(`${path} has no form with a field ${field}`);
    const body = new globalThis.FormData();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const [, name] = /\sname="([^"]*)"/.exec(input) ?? [];
      if (name !== undefined) body.set(name, unescape(/\svalue="([^"]*)"/.exec(input)?.[1] ?? ''));
    }
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    return this.open(path, { method: 'POST', body, headers: { Origin: this.origin } });
  }
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
const unescape = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);
