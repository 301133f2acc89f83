import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, waitFor } from '../support/processes.js';
import { scrape, valueOf } from '../support/prometheus.js';
import type { EmulatedLink, EmulatedPayment } from '../support/razorpay-emulator/account.js';
import { RazorpayShop } from '../support/razorpay-emulator/razorpay-shop.js';

const AMOUNT = 50_000;
const EMPTY = 'Your account does not have enough balance';

interface Row {
  surplus: object[] | null;
  tries: number;
  delay: number | null;
  key: number;
}

/** At the scripted emulator. */
describe('a shopper who pays a link of Razorpay twice', () => {
  let shop: RazorpayShop;
  let metrics: string;
  beforeAll(async () => {
    shop = await RazorpayShop.open();
    const port = await freePort();
    metrics = `http://127.0.0.1:${port}/metrics`;
    await shop.gateway.workers[0]!.stop();
    await shop.gateway.startWorker({ METRICS_PORT: String(port) });
  });
  afterEach(() => shop.heal());
  afterAll(() => shop.close());

  const paidTwice = async (): Promise<{ id: string; link: EmulatedLink; second: EmulatedPayment }> => {
    const { id, link } = await shop.begun();
    const first = shop.account.attempt(link.id, 'captured')!;
    const second = shop.account.addPayment(link, 'captured', { created_at: first.created_at + 1 });
    return { id, link, second };
  };
  const rowOf = async (id: string): Promise<Row> => {
    const text = `SELECT surplus, surplus_tries AS tries, key_number AS key,
      extract(epoch FROM due_at - now())::float8 AS delay FROM charges WHERE payment_id = $1`;
    return (await shop.gateway.db.query<Row>(text, [id])).rows[0]!;
  };
  const tried = (id: string, tries: number) =>
    waitFor(
      async () => {
        const row = await rowOf(id);
        return row.tries === tries && row.delay !== null && row.delay > 1 && row;
      },
      { what: `${tries} tries` },
    );
  const tryNow = (id: string) => shop.gateway.makeDue('payments', id, 'due_at');
  const shownAt = async (id: string) =>
    (await shop.gateway.api.get(`/api/v1/payments/${id}/charges`)).json.data.at(-1).surplus as object[];
  const alerted = async () =>
    valueOf(await scrape(metrics), 'gateway_acquirer_differences_total', { kind: 'surplus_kept' }) ?? 0;
  const returned = (id: string, second: EmulatedPayment) =>
    waitFor(async () => second.amount_refunded === AMOUNT && (await rowOf(id)).surplus === null, {
      what: 'the refund',
    });

  it('is approved once, and gets the second payment back at once', async () => {
    const { id, second } = await paidTwice();
    await shop.back(id);
    expect(await shop.gateway.capturedPayment(id)).toMatchObject({ amount_captured: AMOUNT, amount_refunded: 0 });
    await returned(id, second);
    expect(await rowOf(id)).toMatchObject({ tries: 0, delay: null });
    expect([await shownAt(id), await alerted()]).toEqual([[], 0]);
  });

  it('while Razorpay refuses that, it is tried again and shown, and after four tries there is an alert', async () => {
    const { id, second } = await paidTwice();
    shop.account.refusals = { refund: EMPTY };
    await shop.back(id);
    await shop.gateway.capturedPayment(id);
    const kept = { connector_reference: second.id, amount: AMOUNT, currency: 'INR', description: EMPTY };
    const delays: number[] = [];
    for (let tries = 1; tries <= 4; tries++) {
      expect([tries, await alerted()]).toEqual([tries, 0]);
      const { delay } = await tried(id, tries);
      delays.push(Math.round(delay! / 60));
      expect(await shownAt(id)).toEqual([kept]);
      if (tries < 4) await tryNow(id);
    }
    expect(delays).toEqual([1, 5, 30, 120]);
    await waitFor(async () => (await alerted()) === 1, { what: 'the alert' });
    expect(shop.gateway.logs()).toContain('a further payment of a shopper cannot be given back');

    shop.account.refusals = {};
    await tryNow(id);
    await returned(id, second);
    expect(await rowOf(id)).toMatchObject({ tries: 0, delay: null });
    expect([await shownAt(id), shop.account.refundsOf(second.id).length]).toEqual([[], 1]);
    expect((await shop.gateway.api.get(`/api/v1/payments/${id}`)).json).toMatchObject({
      ...{ status: 'success', amount_captured: AMOUNT, amount_refunded: 0, amount_refunded_elsewhere: 0 },
    });
  });

  it('a refund of it that fails later is sent again, under another key', async () => {
    const { id, link, second } = await paidTwice();
    await shop.back(id);
    await returned(id, second);
    const [refund] = shop.account.refundsOf(second.id);
    shop.account.failRefund(refund!);
    const entity = { id: refund!.id, payment_id: second.id, receipt: null };
    await shop.notify('refund.failed', {
      refund: { entity },
      payment: { entity: { id: second.id, notes: link.notes } },
    });
    await waitFor(async () => (await rowOf(id)).tries === 1 || second.amount_refunded === AMOUNT, { what: 'a try' });
    await tryNow(id);
    await returned(id, second);
    expect(shop.account.refundsOf(second.id).map(({ status }) => status)).toEqual(['failed', 'processed']);
  });

  it('is given back once, also if the worker is killed after Razorpay has refunded it', async () => {
    const { id, second } = await paidTwice();
    const held = shop.hold(new RegExp(`^POST /v1/payments/${second.id}/refund$`), 'after');
    await shop.back(id);
    await held;
    await shop.killWorker();
    await returned(id, second);
    await shop.gateway.capturedPayment(id);
    expect(shop.account.refundsOf(second.id)).toHaveLength(1);
  });

  it('in the end both books agree about every charge', async () => {
    const books = await shop.books();
    expect(books).toHaveLength(4);
    for (const { reference, gateway, razorpay } of books) expect([reference, razorpay]).toEqual([reference, gateway]);
  });
});
