import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

/** The settings for scripts written for simpler gateways. */
const env = { TEST_MODE: 'true', TEST_PAYMENT_SUCCESS: 'true' };
const idsOf = ({ json }: Reply) => (json.data as { id: string }[]).map(({ id }) => id);

describe('while the outcome is unknown', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { ...env, TEST_PROCESSING_DELAY: '2500' } });
  });
  afterAll(() => gateway.stop());

  const get = async (path: string) => (await gateway.api.get(`/api/v1/${path}`)).json;
  /** Polls only while the status is `pending`; returns every response. */
  const whilePending = async (path: string) => {
    const seen: Reply['json'][] = [];
    await waitFor(async () => seen[seen.push(await get(path)) - 1].status !== 'pending', { what: path });
    return seen;
  };

  it('a client that polls only while the status is pending sees the final status of payments and refunds', async () => {
    const created = await gateway.pay((await gateway.order()).id);
    expect(created).toMatchObject({ status: 'pending', stage: 'accepted', version: 1 });
    const payments = await whilePending(`payments/${created.id}`);
    expect(payments.at(-1)).toMatchObject({ status: 'success', stage: null, captured: true, version: 3 });
    const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: created.id, amount: 100 })).json;
    expect(refund).toMatchObject({ status: 'pending', stage: 'accepted', version: 1 });
    const refunds = await whilePending(`refunds/${refund.id}`);
    expect(refunds.at(-1)).toMatchObject({ status: 'processed', stage: null, version: 3 });
    // The version grows with the stage, so that a response with more progress is never older.
    for (const { status, stage, version } of [...payments, ...refunds].filter((one) => one.status === 'pending'))
      expect([status, stage, version]).toEqual(['pending', version === 1 ? 'accepted' : 'at_bank', version]);
  });

  it.each(['payments', 'refunds'])(
    'a list of %s has no status processing, and the error names the valid ones',
    async (list) => {
      expect(await gateway.api.get(`/api/v1/${list}?status=processing`)).toMatchObject({
        status: 400,
        json: {
          error: {
            reason: 'invalid_parameter',
            field: 'status',
            description: expect.stringMatching(/shown as pending.+at_bank.+ask for pending/),
          },
        },
      });
    },
  );

  it('the response to a shopper’s payment contains the instrument; later reads have it masked, and for a day only', async () => {
    const pay = async (instrument: object) => {
      const body = { order_id: (await gateway.order()).id, ...instrument };
      const { status, json } = await gateway.shopper.post('/api/v1/payments/public', body);
      expect(status).toBe(201);
      return json;
    };
    const upi = await pay({ method: 'upi', vpa: 'success@upi' });
    const card = await pay({ method: 'card', card: cardOf('4111111111111111') });
    expect(upi).toMatchObject({ status: 'pending', stage: 'accepted', vpa: 'success@upi', card_last4: null });
    expect(card).toMatchObject({ vpa: null, card_network: 'visa', card_last4: '1111' });
    expect(upi.created_at).toBe((await get(`payments/${upi.id}`)).created_at);
    const read = async (id: string) => (await gateway.shopper.get(`/api/v1/payments/${id}/public`)).json;
    const later = await read(card.id);
    for (const name of ['vpa', 'card_network', 'card_last4', 'created_at']) expect(later).not.toHaveProperty(name);
    const { other_page: otherPage, instrument, ...common } = later;
    expect([otherPage, instrument, (await read(upi.id)).instrument]).toEqual([null, 'visa •••• 1111', 'su•••@upi']);
    await gateway.db.query(`UPDATE payments SET created_at = created_at - interval '1 day' WHERE id = $1`, [card.id]);
    expect((await read(card.id)).instrument).toBeNull();
    expect(Object.keys(card)).toEqual(expect.arrayContaining(Object.keys(common)));
    await gateway.ended([upi.id, card.id]);
  });

  const inDatabase = async (table: 'payments' | 'refunds', id: string, status: string) =>
    waitFor(async () => {
      const { rows } = await gateway.db.query<{ status: string }>(`SELECT status FROM ${table} WHERE id = $1`, [id]);
      return rows[0]?.status === status;
    });

  it('a payment sent to the bank is shown as pending everywhere, and the filter pending finds it', async () => {
    const { id, order_id } = await gateway.pay((await gateway.order()).id);
    const behind = await gateway.pay(order_id);
    await inDatabase('payments', id, 'processing');
    const atBank = { status: 'pending', stage: 'at_bank', version: 2, authorized: false };
    const shown = await Promise.all([
      gateway.api.get(`/api/v1/payments/${id}`),
      gateway.api.get('/api/v1/payments?status=pending'),
      gateway.api.get(`/api/v1/payments?status=pending&order_id=${order_id}&limit=1`),
      gateway.shopper.get(`/api/v1/payments/${id}/public`),
    ]);
    const [one, pending, page, seenByShopper] = shown;
    expect(one.json).toMatchObject(atBank);
    expect(pending.json.data.map(({ id, stage }: Reply['json']) => [id, stage])).toEqual([
      [behind.id, 'accepted'],
      [id, 'at_bank'],
    ]);
    expect([idsOf(page), page.json.has_more]).toEqual([[behind.id], true]);
    const next = await gateway.api.get(
      `/api/v1/payments?status=pending&order_id=${order_id}&limit=1&cursor=${page.json.next_cursor}`,
    );
    expect([idsOf(next), next.json.has_more]).toEqual([[id], false]);
    expect(seenByShopper.json).toMatchObject({ status: 'pending', stage: 'at_bank', authorized: false });
    const events = await gateway.api.get(`/api/v1/events?object_id=${id}`);
    expect(events.json.data[0]).toMatchObject({
      event: 'payment.pending',
      version: 2,
      actor: 'system',
      payload: { event: 'payment.pending', version: 2, data: { payment: one.json } },
    });
    for (const { text } of [...shown, next, events]) expect(text).not.toContain('processing');
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', stage: null });
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.success']);
    expect(await gateway.payment(behind.id)).toMatchObject({ status: 'failed', stage: null });
    expect(await gateway.events(behind.id)).toEqual(['payment.created', 'payment.failed']);
  });

  it('a refund sent to the bank is shown as pending as well', async () => {
    const { id: payment_id } = await gateway.captured();
    const { id } = (await gateway.api.post('/api/v1/refunds', { payment_id, amount: 100 })).json;
    await inDatabase('refunds', id, 'processing');
    expect((await gateway.api.get(`/api/v1/refunds/${id}`)).json).toMatchObject({
      status: 'pending',
      stage: 'at_bank',
    });
    expect(idsOf(await gateway.api.get('/api/v1/refunds?status=pending'))).toEqual([id]);
    expect(await gateway.refund(id)).toMatchObject({ status: 'processed', stage: null });
    expect(idsOf(await gateway.api.get('/api/v1/refunds?status=pending'))).toEqual([]);
    expect(await gateway.events(id)).toEqual(['refund.created', 'refund.processed']);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});

describe('a payment that is authorised', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const authorised = async () => {
    const { id } = await gateway.pay((await gateway.order({ capture: 'manual' })).id);
    return gateway.payment(id, ['success']);
  };
  const list = async (query: string) => idsOf(await gateway.api.get(`/api/v1/payments?${query}`));
  const seenByShopper = async ({ id, order_id }: Reply['json']) => [
    (await gateway.shopper.get(`/api/v1/payments/${id}/public`)).json.authorized,
    (await gateway.shopper.get(`/api/v1/orders/${order_id}/public`)).json.authorized,
  ];
  const dataOf = async (type: string, objectId: string) => {
    const { data } = (await gateway.api.get(`/api/v1/events?type=${type}&object_id=${objectId}`)).json;
    return data[0].payload.data;
  };

  it('shows authorized until it is captured or cancelled, as does its order', async () => {
    const [captured, cancelled, stays] = [await authorised(), await authorised(), await authorised()];
    const paid = await gateway.captured();
    for (const payment of [captured, cancelled, stays]) {
      expect(payment).toMatchObject({ status: 'success', captured: false, authorized: true, stage: null });
      expect(await seenByShopper(payment)).toEqual([true, true]);
      expect(await dataOf('payment.success', payment.id)).toMatchObject({ payment, order: { id: payment.order_id } });
    }
    expect(paid).toMatchObject({ status: 'success', captured: true, authorized: false });
    expect(await seenByShopper(paid)).toEqual([false, false]);
    expect(await list('authorized=true')).toEqual([stays.id, cancelled.id, captured.id]);

    const answer = (await gateway.api.post(`/api/v1/payments/${captured.id}/capture`)).json;
    expect(answer).toMatchObject({ status: 'success', captured: true, authorized: false });
    expect((await gateway.api.post(`/api/v1/payments/${cancelled.id}/cancel`)).json).toMatchObject({
      status: 'cancelled',
      authorized: false,
    });
    for (const payment of [captured, cancelled]) expect(await seenByShopper(payment)).toEqual([false, false]);
    expect(await list('authorized=true')).toEqual([stays.id]);
    expect(await list('authorized=false')).toEqual([paid.id, cancelled.id, captured.id]);
    expect(await list('authorized=false&status=success')).toEqual([paid.id, captured.id]);
    expect(await list('authorized=true&status=cancelled')).toEqual([]);
    expect(await gateway.api.get('/api/v1/payments?authorized=yes')).toMatchObject({
      status: 400,
      json: { error: { field: 'authorized', description: 'authorized must be true or false' } },
    });
  });

  it('pays its order at the capture, in an event that contains both', async () => {
    const { id, order_id } = await authorised();
    const payment = (await gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 20_000 })).json;
    const order = (await gateway.api.get(`/api/v1/orders/${order_id}`)).json;
    expect(order).toMatchObject({ status: 'paid', amount_paid: 20_000 });
    expect(await dataOf('order.paid', order_id)).toEqual({ order, payment });
  });
});
