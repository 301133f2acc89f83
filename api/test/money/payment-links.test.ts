import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorReason } from '../../src/platform/errors/error-reasons.js';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

const LINKS = '/api/v1/payment-links';
const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };

describe('a payment link', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const post = (fields: object, api = gateway.api) => api.post(LINKS, { title: 'Yoga class', ...fields });
  const link = async (fields: object = {}) => {
    const reply = await post({ amount: 50_000, ...fields });
    expect([reply.text, reply.status]).toEqual([reply.text, 201]);
    return reply.json as { id: string; version: number };
  };
  const get = async (id: string) => (await gateway.api.get(`${LINKS}/${id}`)).json;
  const shown = async (id: string) => (await gateway.shopper.get(`${LINKS}/${id}/public`)).json;
  const open = (id: string, body: object = {}, key?: string) =>
    gateway.shopper.post(`${LINKS}/${id}/public/orders`, body, key === undefined ? {} : { key });
  const cancel = (id: string) => gateway.api.post(`${LINKS}/${id}/cancel`);
  const orderOf = async (id: string, body?: object) => (await open(id, body)).json.order_id as string;
  const order = async (id: string) => (await gateway.api.get(`/api/v1/orders/${id}`)).json;
  const orderIn = (id: string, status: string) =>
    waitFor(async () => ((await order(id)).status === status ? order(id) : null), { what: `order ${id} ${status}` });
  const linkIn = (id: string, status: string) =>
    waitFor(async () => ((await get(id)).status === status ? get(id) : null), { what: `link ${id} ${status}` });
  const overdue = (id: string) =>
    gateway.db.query(
      `WITH link AS (UPDATE payment_links SET expires_at = now() - interval '1 second' WHERE id = $1)
       UPDATE orders SET expires_at = now() - interval '1 second' WHERE payment_link_id = $1`,
      [id],
    );
  const refusal = (reason: string, field?: string) => ({
    status: 400,
    json: { error: { reason, ...(field && { field }) } },
  });

  it('needs a title and an amount, or limits for what the payer enters', async () => {
    const { json } = await post({ amount: 50_000 });
    expect(json).toEqual({
      id: expect.stringMatching(/^plink_[A-Za-z0-9]{16}$/),
      merchant_id: '550e8400-e29b-41d4-a716-446655440000',
      ...{ mode: 'test', version: 1, title: 'Yoga class', description: null, reference_id: null, amount: 50_000 },
      ...{ min_amount: null, max_amount: null, currency: 'INR', reusable: false, status: 'active', order_id: null },
      ...{ customer: null, notes: {}, return_url: null, expires_at: null, paid_at: null, cancelled_at: null },
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect(await get(json.id)).toEqual(json);
    expect((await post({ min_amount: 200 })).json).toMatchObject({
      amount: null,
      min_amount: 200,
      max_amount: 99_999_999_999,
    });
    expect((await post({ max_amount: 500, currency: 'JPY' })).json).toMatchObject({ min_amount: 1, max_amount: 500 });
    expect(await gateway.events(json.id)).toEqual(['payment_link.created']);
  });

  it.each<[object, ErrorReason, string]>([
    [{}, 'conflicting_parameters', 'amount'],
    [{ amount: 50_000, min_amount: 100 }, 'conflicting_parameters', 'min_amount'],
    [{ amount: 50_000, max_amount: 100 }, 'conflicting_parameters', 'max_amount'],
    [{ min_amount: 200, max_amount: 199 }, 'invalid_parameter', 'max_amount'],
    [{ amount: 99 }, 'amount_too_small', 'amount'],
    [{ min_amount: 99 }, 'amount_too_small', 'min_amount'],
    [{ amount: 50_000, title: '' }, 'invalid_parameter', 'title'],
    [{ amount: 50_000, title: 'Card 4111111111111111' }, 'card_number_in_text', 'title'],
    [{ amount: 50_000, description: '5555555555554444' }, 'card_number_in_text', 'description'],
    [{ amount: 50_000, reference_id: '' }, 'invalid_parameter', 'reference_id'],
    [{ amount: 50_000, expires_in: 59 }, 'invalid_parameter', 'expires_in'],
    [{ amount: 50_000, reusable: 'yes' }, 'invalid_parameter', 'reusable'],
  ])('with %j is refused, and the error names the field', async (fields, reason, field) => {
    expectRefusal(await post(fields), { status: 400, code: 'BAD_REQUEST_ERROR', reason, field });
  });

  it('has a reference that no other link of the merchant has, however many are created at once', async () => {
    const reference_id = newKey();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => post({ amount: 100, reference_id }, gateway.api)),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const reply of replies.filter(({ status }) => status !== 201))
      expect(reply).toMatchObject(refusal('reference_id_taken', 'reference_id'));
    expect((await gateway.api.get(`${LINKS}?reference_id=${reference_id}`)).json.data).toHaveLength(1);
    const another = await gateway.newMerchant();
    expect((await post({ amount: 100, reference_id }, another.api)).status).toBe(201);
  });

  it('shows a payer only the public fields', async () => {
    const { id } = await link({ reference_id: newKey(), notes: { margin: '90%' }, description: 'Ten lessons' });
    expect(await shown(id)).toEqual({
      ...{ id, title: 'Yoga class', description: 'Ten lessons', amount: 50_000, min_amount: null, max_amount: null },
      ...{ currency: 'INR', status: 'active', merchant_name: 'Test Merchant', test: true, expires_at: null },
      branding: { color: null, text_color: null, logo: null },
    });
    expectRefusal(await gateway.shopper.get(`${LINKS}/plink_0000000aaaaaaaaa/public`), {
      ...{ status: 404, code: 'NOT_FOUND_ERROR', reason: 'payment_link_not_found' },
    });
  });

  it('gives its orders the payer and the address to return to', async () => {
    const customer = { name: 'Asha Rao', email: 'asha@example.com', contact: '+919000090000' };
    const return_url = 'https://shop.example/thanks';
    const { id } = await link({ customer, return_url });
    const orderId = await orderOf(id);
    for (const object of [await get(id), await order(orderId)])
      expect(object).toMatchObject({ customer: { id: null, ...customer }, return_url });
    expect(JSON.stringify(await shown(id))).not.toContain('asha@example.com');
    await gateway.payment((await gateway.pay(orderId)).id, ['success']);
    const { json } = await gateway.shopper.get(`/api/v1/orders/${orderId}/public/return`);
    expect(json.return_url).toMatch(/^https:\/\/shop\.example\/thanks\?order_id=.*&signature=[0-9a-f]{64}$/);
  });

  it('is changed while it takes payments, and its open order follows the expiry', async () => {
    const [{ id }, other] = [await link({ reference_id: newKey() }), await link({ reference_id: newKey() })];
    const orderId = await orderOf(id);
    const patch = (change: object, of = id) => gateway.api.patch(`${LINKS}/${of}`, change);
    const { json } = await patch({ reference_id: null, notes: { a: 1 }, expires_in: 600 });
    expect(json).toMatchObject({ reference_id: null, notes: { a: 1 }, status: 'active' });
    expect(await order(orderId)).toMatchObject({ expires_at: json.expires_at, notes: {} });
    expect(await gateway.events(id)).toEqual(['payment_link.created', 'payment_link.updated']);
    const { reference_id } = await get(other.id);
    expect(await patch({ reference_id })).toMatchObject(refusal('reference_id_taken', 'reference_id'));
    expect(await patch({})).toMatchObject(refusal('missing_parameter'));
    const reusable = await link({ reusable: true });
    expect(await patch({ expires_in: 600 }, reusable.id)).toMatchObject(refusal('invalid_parameter', 'expires_in'));
    await cancel(id);
    expect(await patch({ notes: {} })).toMatchObject(refusal('payment_link_cancelled'));
    expect(await violatedInvariants(gateway)).toEqual({});
  });

  it('is paid together with its order, with one event that has the payment', async () => {
    const { id } = await link({ reference_id: `invoice-${newKey()}`, notes: { course: 'march' } });
    const orderId = await orderOf(id);
    const { reference_id } = await get(id);
    expect(await order(orderId)).toMatchObject({
      payment_link_id: id,
      receipt: reference_id,
      notes: { course: 'march' },
    });
    const payment = await gateway.payment((await gateway.pay(orderId)).id, ['success']);
    expect(payment.payment_link_id).toBe(id);
    const paid = await get(id);
    expect(paid).toMatchObject({ status: 'paid', order_id: orderId, paid_at: payment.captured_at });
    expect(await gateway.events(id)).toEqual(['payment_link.created', 'payment_link.paid']);
    const { rows } = await gateway.db.query<{ payload: string }>(
      `SELECT payload FROM events WHERE object_id = $1 AND type = 'payment_link.paid'`,
      [id],
    );
    expect(JSON.parse(rows[0]?.payload ?? '').data).toEqual({ payment_link: paid, payment });
    expect((await gateway.api.get(`${LINKS}/${id}/payments`)).json.data).toEqual([payment]);
    expect(await open(id)).toMatchObject(refusal('payment_link_paid'));
    expect(await cancel(id)).toMatchObject(refusal('payment_link_paid'));
    expect(await shown(id)).toMatchObject({ status: 'paid' });
  });

  it('gives two shoppers at once the same order, and is paid once', async () => {
    const { id } = await link();
    const replies = await Promise.all(Array.from({ length: 12 }, () => open(id)));
    expect([...new Set(replies.map(({ status, json }) => `${status} ${json.order_id}`))]).toHaveLength(1);
    const orderId = replies[0]?.json.order_id as string;
    const payments = await Promise.all(Array.from({ length: 4 }, () => gateway.pay(orderId)));
    const ended = await gateway.ended(payments.map((payment) => payment.id));
    expect(ended.filter(({ status }) => status === 'success')).toHaveLength(1);
    expect(await get(id)).toMatchObject({ status: 'paid', order_id: orderId });
    expect((await gateway.events(id)).filter((type) => type === 'payment_link.paid')).toHaveLength(1);
  });

  it('whose payers enter different amounts at once has one open order at the end', async () => {
    const link = (await post({ min_amount: 100 })).json as { id: string };
    const amounts = Array.from({ length: 8 }, (_, index) => 1_000 + index);
    const replies = await Promise.all(amounts.map((amount) => open(link.id, { amount })));
    for (const [index, { status, json }] of replies.entries())
      expect([status, json.amount ?? json.error.reason]).toEqual(
        status === 201 ? [201, amounts[index]] : [409, 'object_busy'],
      );
    const { rows } = await gateway.db.query<{ id: string; status: string }>(
      `SELECT id, status FROM orders WHERE payment_link_id = $1 AND status <> 'cancelled'`,
      [link.id],
    );
    expect(rows).toEqual([{ id: (await get(link.id)).order_id, status: 'created' }]);
  });

  it('takes an amount within its limits only', async () => {
    const { id } = (await post({ min_amount: 1_000, max_amount: 2_000 })).json;
    expect(await open(id)).toMatchObject(refusal('missing_parameter', 'amount'));
    expect(await open(id, { amount: 999 })).toMatchObject(refusal('amount_too_small', 'amount'));
    expect(await open(id, { amount: 2_001 })).toMatchObject(refusal('amount_too_large', 'amount'));
    expect(await open(id, { amount: 2_000 })).toMatchObject({ status: 201, json: { amount: 2_000, currency: 'INR' } });
    expect(await open((await link()).id, { amount: 49_999 })).toMatchObject(refusal('invalid_parameter', 'amount'));
  });

  it('does not replace an order with a payment under way, and replaces one without', async () => {
    const { id } = (await post({ min_amount: 1_000 })).json;
    const first = await orderOf(id, { amount: 1_000 });
    const second = await orderOf(id, { amount: 2_000 });
    expect(await order(first)).toMatchObject({ status: 'cancelled' });
    const payment = await gateway.pay(second, OTP_CARD);
    await gateway.payment(payment.id, ['requires_action']);
    expect(await open(id, { amount: 3_000 })).toMatchObject(refusal('order_payment_under_way'));
    expect(await orderOf(id, { amount: 2_000 })).toBe(second);
  });

  it('that is reusable opens an order per payment, and its payments are listed', async () => {
    const { id } = await link({ reusable: true });
    const opened = [await open(id), await open(id)];
    const orders = opened.map(({ json }) => json.order_id as string);
    expect(new Set(orders).size).toBe(2);
    const payments = [];
    for (const one of orders) payments.push(await gateway.payment((await gateway.pay(one)).id, ['success']));
    expect(await get(id)).toMatchObject({ status: 'active', order_id: null, version: 1 });
    const page = (await gateway.api.get(`${LINKS}/${id}/payments?limit=1`)).json;
    expect(page).toMatchObject({ data: [payments[1]], has_more: true });
    expect((await gateway.api.get(`${LINKS}/${id}/payments?cursor=${page.next_cursor}`)).json.data).toEqual([
      payments[0],
    ]);
    const { created_at, expires_at } = await order(orders[0] ?? '');
    expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(86_400_000);
  });

  it('opens one order for repeats of one key', async () => {
    const { id } = await link({ reusable: true });
    const key = newKey();
    const [first, second] = [await open(id, {}, key), await open(id, {}, key)];
    expect([second.text, second.headers.get('Idempotent-Replayed')]).toEqual([first.text, 'true']);
  });

  it('that is cancelled ends its open order, and returns the same when it is cancelled again', async () => {
    const { id } = await link();
    const orderId = await orderOf(id);
    const first = await cancel(id);
    expect(first).toMatchObject({
      status: 200,
      json: { status: 'cancelled', cancelled_at: expect.stringMatching(/Z$/) },
    });
    expect((await cancel(id)).text).toBe(first.text);
    expect(await open(id)).toMatchObject(refusal('payment_link_cancelled'));
    expect(
      await gateway.api.post('/api/v1/payments', { order_id: orderId, method: 'upi', vpa: 'success@upi' }),
    ).toMatchObject(refusal('order_expired'));
    await orderIn(orderId, 'expired');
    expect(await gateway.events(id)).toEqual(['payment_link.created', 'payment_link.cancelled']);
  });

  it('that is cancelled while a payment is at the bank waits for its end: it is paid if the payment succeeds', async () => {
    const { id } = await link();
    const orderId = await orderOf(id);
    const payment = await gateway.pay(orderId, OTP_CARD);
    await gateway.payment(payment.id, ['requires_action']);
    expect(await cancel(id)).toMatchObject({ status: 200, json: { status: 'cancelled' } });
    expect(await shown(id)).toMatchObject({ status: 'cancelled' });
    await gateway.shopper.post(`/api/v1/payments/${payment.id}/action`, { otp: '123456' });
    await gateway.payment(payment.id, ['success']);
    expect([(await get(id)).status, (await order(orderId)).status]).toEqual(['paid', 'paid']);
    expect(await gateway.events(id)).toEqual(['payment_link.created', 'payment_link.cancelled', 'payment_link.paid']);
  });

  it('that is cancelled while shoppers pay is paid or not, together with its order', async () => {
    const race = async () => {
      const { id } = await link();
      const orderId = await orderOf(id);
      const body = { order_id: orderId, method: 'upi', vpa: 'success@upi' };
      const [created, cancelled] = await Promise.all([gateway.api.post('/api/v1/payments', body), cancel(id)]);
      if (created.status === 201) await gateway.payment(created.json.id);
      const [after, ofOrder] = [await get(id), await order(orderId)];
      expect([201, 400]).toContain(created.status);
      expect([200, 400]).toContain(cancelled.status);
      expect(after.status === 'paid').toBe(ofOrder.status === 'paid');
      if (cancelled.status === 400) expect(after.status).toBe('paid');
    };
    await Promise.all(Array.from({ length: 12 }, race));
  });

  it('that is reusable and cancelled ends all of its open orders', async () => {
    const { id } = await link({ reusable: true });
    const orders = await Promise.all(Array.from({ length: 3 }, () => orderOf(id)));
    await Promise.all([cancel(id), open(id), open(id)]);
    for (const one of orders) await orderIn(one, 'expired');
    const text = `SELECT FROM orders WHERE payment_link_id = $1 AND status <> 'expired'`;
    await waitFor(async () => (await gateway.db.query(text, [id])).rowCount === 0, { what: 'the end of every order' });
  });

  it('past its time takes no payment before and after the sweep, and expires with one event', async () => {
    const { id } = await link({ expires_in: 60 });
    const orderId = await orderOf(id);
    expect((await order(orderId)).expires_at).toBe((await get(id)).expires_at);
    await overdue(id);
    expect(await shown(id)).toMatchObject({ status: 'expired' });
    expect(await open(id)).toMatchObject(refusal('payment_link_expired'));
    await linkIn(id, 'expired');
    await orderIn(orderId, 'expired');
    expect(await open(id)).toMatchObject(refusal('payment_link_expired'));
    expect(await cancel(id)).toMatchObject(refusal('payment_link_expired'));
    expect(await gateway.events(id)).toEqual(['payment_link.created', 'payment_link.expired']);
  });

  it('opens a new order when the merchant has cancelled the one before', async () => {
    const { id } = await link();
    const first = await orderOf(id);
    await gateway.api.post(`/api/v1/orders/${first}/cancel`);
    const second = await orderOf(id);
    expect(second).not.toBe(first);
    expect(await get(id)).toMatchObject({ status: 'active', order_id: second });
  });

  it('is listed by status and reference, newest first', async () => {
    const merchant = await gateway.newMerchant();
    const made = [];
    for (const n of [1, 2, 3]) made.push((await post({ amount: 100, reference_id: `r-${n}` }, merchant.api)).json);
    await merchant.api.post(`${LINKS}/${made[1].id}/cancel`);
    const ids = async (query: string) =>
      ((await merchant.api.get(`${LINKS}?${query}`)).json.data as { id: string }[]).map(({ id }) => id);
    expect(await ids('')).toEqual([made[2].id, made[1].id, made[0].id]);
    expect(await ids('status=active')).toEqual([made[2].id, made[0].id]);
    expect(await ids('status=cancelled')).toEqual([made[1].id]);
    expect(await ids('reference_id=r-1')).toEqual([made[0].id]);
    const { next_cursor } = (await merchant.api.get(`${LINKS}?limit=2`)).json;
    expect(await ids(`limit=2&cursor=${next_cursor}`)).toEqual([made[0].id]);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
