import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge } from '../support/bank.js';
import type { Client } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const QR = { method: 'upi', flow: 'intent' };
const COLLECT = { method: 'upi', vpa: 'success@upi' };
const CARD = { method: 'card', card: cardOf('4111111111111111') };
/** Above the limit of failed payments per order. */
const MANY = 11;

describe('UPI by QR code', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { DECLINE_LIMIT: '3/1h' } });
  });
  afterAll(() => gateway.stop());

  const fromCheckout = (orderId: string, body: object, key?: string) =>
    gateway.shopper.post('/api/v1/payments/public', { order_id: orderId, ...body }, { key });
  const letExpire = async (id: string) => {
    await gateway.payment(id, ['requires_action']);
    await gateway.makeDue('payments', id, 'action_expires_at');
    await gateway.makeDue('payments', id, 'due_at');
    expect(await gateway.payment(id)).toMatchObject({ status: 'expired', captured: false, error_reason: null });
  };

  it('codes that expire unpaid are no attempts: the order and the shopper’s address keep their limits', async () => {
    const { id } = await gateway.order();
    for (let shown = 0; shown < MANY; shown++) await letExpire((await fromCheckout(id, QR, `qr-${shown}`)).json.id);
    const paid = await fromCheckout(id, CARD);
    expect(paid.status).toBe(201);
    expect(await gateway.payment(paid.json.id)).toMatchObject({ status: 'success', captured: true });
    const order = (await gateway.api.get(`/api/v1/orders/${id}`)).json;
    expect(order).toMatchObject({ status: 'paid', amount_paid: 50_000, attempts: MANY + 1 });
  });

  it('a code that expires unpaid does not lower the success rate', async () => {
    const merchant = await gateway.newMerchant();
    const { api: owner } = await gateway.newMember('owner', merchant.id);
    const { id } = await gateway.order({}, merchant.api);
    const { json: shown } = await fromCheckout(id, QR);
    await waitFor(
      async () => (await merchant.api.get(`/api/v1/payments/${shown.id}`)).json.status === 'requires_action',
    );
    await gateway.makeDue('payments', shown.id, 'action_expires_at');
    await gateway.makeDue('payments', shown.id, 'due_at');
    expect((await gateway.payment(shown.id, ['expired'], merchant.api)).status).toBe('expired');
    await gateway.captured(50_000, merchant.api);
    const figures = await waitFor(
      async () => {
        const { current } = (await owner.get('/api/v1/stats')).json.currencies[0] ?? {};
        return current?.transactions === 2 && current;
      },
      { what: 'both payments in the statistics', timeoutMs: 20_000 },
    );
    expect(figures).toMatchObject({ succeeded: 1, failed: 0, success_rate: 1 });
  });

  it('an open code is superseded by a card payment: the order is paid once, and the code cannot be paid', async () => {
    const { id } = await gateway.order();
    const { json: shown } = await fromCheckout(id, QR);
    await gateway.payment(shown.id, ['requires_action']);
    const { json: card } = await fromCheckout(id, CARD);
    expect(await gateway.payment(card.id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.payment(shown.id)).toMatchObject({ status: 'cancelled', captured: false });
    expect(await bankCharge(gateway, shown.id)).toMatchObject({ status: 'cancelled' });
    expect((await gateway.api.get(`/api/v1/orders/${id}`)).json).toMatchObject({ status: 'paid', amount_paid: 50_000 });
  });
});

describe('UPI collect', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const refused = {
    status: 400,
    code: 'BAD_REQUEST_ERROR',
    reason: 'upi_collect_off',
    field: 'vpa',
    description: 'This merchant does not take UPI collect: send flow intent, without a vpa',
  } as const;
  const settings = (api: Client) => api.get('/api/v1/merchant').then(({ json }) => json.upi_collect);
  const turn = (api: Client, upi_collect: boolean) => api.patch('/api/v1/merchant', { upi_collect });
  const isOffered = async (orderId: string) =>
    (await gateway.shopper.get(`/api/v1/orders/${orderId}/public`)).json.upi_collect;

  it('is on for a new test merchant and off for a new live one; live merchants of before keep it', async () => {
    const { session, api } = await gateway.newMember('owner');
    const make = async (mode: string) => (await api.post('/api/v1/merchants', { name: 'Shop', mode })).json;
    for (const [mode, on] of [
      ['test', true],
      ['live', false],
    ] as const) {
      const made = await make(mode);
      expect([mode, made.upi_collect]).toEqual([mode, on]);
      expect(await settings(gateway.client({ session, merchantId: made.id }))).toBe(on);
    }
    // A row as the version without this setting writes it.
    const before = await gateway.newMerchant({ mode: 'live' });
    const { api: owner } = await gateway.newMember('owner', before.id);
    expect(await settings(owner)).toBe(true);
  });

  it('where it is off, a payment with a VPA is refused with the way out, and QR codes and cards are taken', async () => {
    const merchant = await gateway.newMerchant();
    const { api: owner } = await gateway.newMember('owner', merchant.id);
    const { id } = await gateway.order({}, merchant.api);
    expect(await isOffered(id)).toBe(true);
    expect((await turn(owner, false)).json).toMatchObject({ upi_collect: false });
    expect(await isOffered(id)).toBe(false);
    const pay = (body: object) => merchant.api.post('/api/v1/payments', { order_id: id, ...body });
    expectRefusal(await pay(COLLECT), refused);
    expectRefusal(
      await gateway.shopper.post('/api/v1/payments/public', { order_id: id, ...COLLECT, flow: 'collect' }),
      refused,
    );
    expect((await merchant.api.get(`/api/v1/payments?order_id=${id}`)).json.data).toEqual([]);
    expect((await pay({ ...QR, vpa: 'left@over' })).status).toBe(201);
    expect((await pay(CARD)).status).toBe(201);
  });

  it('a refusal stores no key: the same request succeeds once collect is on, and is replayed after it is off', async () => {
    const merchant = await gateway.newMerchant();
    const { api: owner } = await gateway.newMember('owner', merchant.id);
    const { id } = await gateway.order({}, merchant.api);
    const pay = () => merchant.api.post('/api/v1/payments', { order_id: id, ...COLLECT }, { key: 'collect-1' });
    await turn(owner, false);
    expectRefusal(await pay(), refused);
    await turn(owner, true);
    const accepted = await pay();
    expect(accepted.status).toBe(201);
    await turn(owner, false);
    expect((await pay()).text).toBe(accepted.text);
  });

  it('only those who may change the settings turn it off, and nothing but true or false', async () => {
    const merchant = await gateway.newMerchant();
    const { api: developer } = await gateway.newMember('developer', merchant.id);
    const { api: owner } = await gateway.newMember('owner', merchant.id);
    expect((await turn(developer, false)).status).toBe(403);
    const wrong = await owner.patch('/api/v1/merchant', { upi_collect: 'no' });
    expectRefusal(wrong, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'upi_collect' });
    expect(await settings(owner)).toBe(true);
  });
});
