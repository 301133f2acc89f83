import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge, entriesOf, holdBank } from '../support/bank.js';
import { admin } from '../support/acquirer.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { answer, PayPage } from '../support/pay-page.js';
import { waitFor } from '../support/processes.js';

const REDIRECT = { flow: 'redirect' };
const CHALLENGED = '4000000000003063';
const CAPTURED = [{ kind: 'capture', amount: 50_000 }];

describe('a payment on a page of the acquirer', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());

  const open = async (fields: object = {}, order: object = {}) => {
    const { id: orderId } = await gateway.order(order);
    const { id } = await gateway.pay(orderId, { ...REDIRECT, ...fields });
    const payment = await gateway.payment(id, ['requires_action']);
    return { id: String(id), orderId: String(orderId), payment, page: new PayPage(payment.next_action.url) };
  };
  const back = (id: string) => gateway.shopper.post(`/api/v1/payments/${id}/public/returned`);
  const chargeOf = async (id: string) =>
    (await gateway.db.query(`SELECT c.* FROM charges c JOIN payments p ON p.charge_id = c.id WHERE p.id = $1`, [id]))
      .rows[0];

  it('is accepted without a method, shows the page, and is captured once the shopper has paid there', async () => {
    const { id: orderId } = await gateway.order();
    const accepted = await gateway.pay(orderId, REDIRECT);
    expect(accepted).toMatchObject({ status: 'pending', method: null, flow: 'redirect', next_action: null });
    const shown = await gateway.payment(accepted.id, ['requires_action']);
    const { type, url, expires_at } = shown.next_action;
    expect([type, new URL(url).host]).toEqual(['redirect', new URL(gateway.bank.acquirer.url).host]);
    const leftMs = Date.parse(expires_at) - Date.now();
    expect(leftMs).toBeGreaterThan(29 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(30 * 60_000);
    const { next } = await new PayPage(url).card();
    expect(next).toContain(`/checkout/return?order_id=${orderId}&payment_id=${accepted.id}`);
    expect((await back(accepted.id)).status).toBe(200);
    const paid = await gateway.payment(accepted.id, ['success']);
    expect(paid).toMatchObject({ captured: true, method: 'card', next_action: null, amount_captured: 50_000 });
    expect(await gateway.ledger(accepted.id)).toEqual(CAPTURED);
    expect(await gateway.events(accepted.id)).toEqual([
      ...['payment.created', 'payment.pending', 'payment.requires_action', 'payment.success'],
    ]);
  });

  it('no response, event or row has the address before it is shown', async () => {
    const { held, release } = await holdBank(gateway, 'create_page', 'hold_after');
    const { id } = await gateway.pay((await gateway.order()).id, REDIRECT);
    await held();
    const text = `SELECT p::text || c::text || coalesce((SELECT string_agg(e.payload, '') FROM events e
      WHERE e.object_id = p.id), '') AS everything FROM payments p JOIN charges c ON c.id = p.charge_id WHERE p.id = $1`;
    const { rows } = await gateway.db.query<{ everything: string }>(text, [id]);
    expect(rows[0]?.everything).not.toContain('/pay/');
    expect(await gateway.payment(id, ['at_bank'])).toMatchObject({ next_action: null });
    await release();
    await gateway.payment(id, ['requires_action']);
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    expect(gateway.logs()).not.toContain('/pay/');
  });

  it('a declined card ends nothing: another one may be tried on the same page', async () => {
    const { id, page } = await open();
    await page.card('4000000000009995');
    await back(id);
    await waitFor(async () => (await chargeOf(id)).due_at > new Date(Date.now() + 4_000), { what: 'a poll' });
    expect(await gateway.payment(id, ['requires_action'])).toMatchObject({ error_code: null });
    await page.card();
    await back(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'success' });
  });

  it('polling an open page writes neither payment nor event', async () => {
    const { id } = await open();
    const before = await gateway.db.query('SELECT xmin::text, version FROM payments WHERE id = $1', [id]);
    const { fence } = await chargeOf(id);
    await gateway.makeDue('payments', id, 'due_at');
    await waitFor(async () => (await chargeOf(id)).fence > fence && (await chargeOf(id)).lease_until === null);
    const after = await gateway.db.query('SELECT xmin::text, version FROM payments WHERE id = $1', [id]);
    expect(after.rows).toEqual(before.rows);
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
  });

  it('a page that nobody used expires with its payment, is closed at the acquirer first, and frees the order', async () => {
    const { id, orderId, page } = await open();
    await gateway.makeDue('payments', id, 'action_expires_at');
    await gateway.makeDue('payments', id, 'due_at');
    expect(await gateway.payment(id)).toMatchObject({ status: 'expired', next_action: null });
    await page.card();
    expect(await gateway.ledger(id)).toEqual([]);
    expect(await chargeOf(id)).toMatchObject({ status: 'closed', due_at: null, watch_until: null });
    const next = await gateway.pay(orderId);
    expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
  });

  it('an attempt that had begun is watched after the close, and what lands late is given back', async () => {
    const { id, orderId, page } = await open();
    await page.card(CHALLENGED); // the shopper is on the challenge page, and stays there
    await gateway.makeDue('payments', id, 'action_expires_at');
    await gateway.makeDue('payments', id, 'due_at');
    await gateway.payment(id, ['expired']);
    const { watch_until: until, due_at: due } = await chargeOf(id);
    expect(until.getTime()).toBeGreaterThan(due.getTime());
    const other = await gateway.pay(orderId);
    await gateway.payment(other.id, ['success']);
    const { acquirer, account } = gateway.bank;
    const [charge] = (await gateway.api.get(`/api/v1/payments/${id}/charges`)).json.data;
    await admin(acquirer, 'POST', '/faults/land', { account, reference: charge.id });
    await gateway.makeDue('payments', id, 'due_at');
    await waitFor(async () => (await entriesOf(gateway, [id])).length === 2, { what: 'the reversal' });
    expect(await gateway.ledger(id)).toEqual([...CAPTURED, { kind: 'reversal', amount: -50_000 }]);
    await waitFor(async () => (await chargeOf(id)).status === 'reversed');
    expect((await gateway.api.get(`/api/v1/orders/${orderId}`)).json).toMatchObject({ status: 'paid' });
  });

  it('an open page never outlives its order', async () => {
    const { id, orderId, payment } = await open({}, { expires_in: 600 });
    const order = (await gateway.api.get(`/api/v1/orders/${orderId}`)).json;
    expect(payment.next_action.expires_at).toBe(order.expires_at);
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
  });

  it('a merchant’s cancel closes the page before the payment is cancelled', async () => {
    const { id, page } = await open();
    const { status, json } = await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    expect([status, json.status]).toEqual([200, 'cancelled']);
    await page.card();
    expect(await gateway.ledger(id)).toEqual([]);
  });

  it('a cancel that comes after the shopper has paid ends in success', async () => {
    const { id, page } = await open();
    await page.card();
    const { status, json } = await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    expect([status, json.error.reason]).toEqual([400, 'payment_not_cancellable']);
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
  });

  it('a newer payment takes the place of an open page, which is closed first', async () => {
    const { id, orderId, page } = await open();
    const next = await gateway.pay(orderId);
    expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
    expect(await gateway.payment(id)).toMatchObject({ status: 'cancelled' });
    await page.card();
    expect(await entriesOf(gateway, [id, next.id])).toHaveLength(1);
  });

  it('offers the method that was asked for, and only that', async () => {
    const { id, page, payment } = await open({ method: 'card' });
    expect(payment.method).toBe('card');
    const text = await page.text();
    expect(text).toContain('/card"');
    expect(text).not.toContain('/upi"');
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
  });

  it('authorises only, if the order is captured by hand', async () => {
    const { id, page } = await open({}, { capture: 'manual' });
    await page.card();
    await back(id);
    expect(await gateway.payment(id, ['success'])).toMatchObject({ authorized: true, amount_captured: 0 });
    const { json } = await gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 20_000 });
    expect(json).toMatchObject({ captured: true, amount_captured: 20_000 });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 20_000 }]);
    const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: id })).json;
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed', amount: 20_000 });
  });

  it.each([
    [{ card: cardOf('4111111111111111'), method: 'card' }, 'card'],
    [{ vpa: 'success@upi', method: 'upi' }, 'vpa'],
  ])('an instrument sent with it is refused: the shopper enters it on the page', async (fields, field) => {
    const { id } = await gateway.order();
    const { status, json } = await gateway.api.post('/api/v1/payments', { order_id: id, ...REDIRECT, ...fields });
    expect([status, json.error]).toEqual([400, expect.objectContaining({ reason: 'conflicting_parameters', field })]);
  });

  it('a page that cannot be made fails the payment after some tries, and the order can be paid otherwise', async () => {
    const { clear, hits } = await gateway.bank.fault({ kind: 'drop_before', operation: 'create_page' });
    const { id: orderId } = await gateway.order();
    const { id } = await gateway.pay(orderId, REDIRECT);
    expect(await gateway.payment(id)).toMatchObject({ status: 'failed', error_reason: 'bank_timeout' });
    expect(await hits()).toBeGreaterThanOrEqual(3);
    await clear();
    expect(await chargeOf(id)).toMatchObject({ status: 'closed', due_at: null });
    expect(await gateway.payment((await gateway.pay(orderId)).id)).toMatchObject({ status: 'success' });
  });

  describe('a card that needs 3-D Secure', () => {
    const challenged = async () => {
      const { id: orderId } = await gateway.order();
      const { id } = await gateway.pay(orderId, { method: 'card', card: cardOf(CHALLENGED) });
      const payment = await gateway.payment(id, ['requires_action']);
      expect(payment).toMatchObject({ method: 'card', card_last4: '3063', flow: null });
      expect(payment.next_action.type).toBe('redirect');
      return { id: String(id), orderId: String(orderId), url: String(payment.next_action.url) };
    };

    it('is captured after the challenge is passed', async () => {
      const { id, orderId, url } = await challenged();
      const { next } = await answer(url, 'pass');
      expect(next).toContain(`/checkout/return?order_id=${orderId}&payment_id=${id}`);
      await back(id);
      expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
      expect(await gateway.ledger(id)).toEqual(CAPTURED);
      expect(await bankCharge(gateway, id)).toMatchObject({ status: 'approved' });
    });

    it('fails with its reason after the challenge is failed', async () => {
      const { id, url } = await challenged();
      await answer(url, 'fail');
      await back(id);
      expect(await gateway.payment(id)).toMatchObject({ status: 'failed', error_reason: 'authentication_failed' });
      expect(await gateway.ledger(id)).toEqual([]);
    });

    it('expires if the shopper leaves, and a challenge passed after that is given back', async () => {
      const { id, url } = await challenged();
      await answer(url, 'leave');
      await back(id);
      expect(await gateway.payment(id, ['requires_action'])).toMatchObject({ status: 'requires_action' });
      await gateway.makeDue('payments', id, 'action_expires_at');
      await gateway.makeDue('payments', id, 'due_at');
      expect(await gateway.payment(id)).toMatchObject({ status: 'expired' });
    });
  });

  it('leaves balanced books', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
