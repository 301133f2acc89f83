import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { ChargeRef, Connector, PageRequest, RefundRequest } from '../../src/acquiring/connectors/connector.js';
import { withDeadlines } from '../../src/acquiring/connectors/deadline.js';
import { RazorpayConnector } from '../../src/acquiring/connectors/razorpay/razorpay.connector.js';
import type { Account, EmulatedLink, EmulatedPayment } from '../support/razorpay-emulator/account.js';
import { RazorpayEmulator } from '../support/razorpay-emulator/emulator.js';

const KEY = 'rzp_test_0123456789:secret_of_the_account';
const AMOUNT = 50_000;
const EARLIER = Math.floor(Date.now() / 1_000) - 600;

let emulator: RazorpayEmulator;
let account: Account;
let plain: RazorpayConnector;
let connector: Connector;

beforeAll(async () => {
  emulator = await RazorpayEmulator.start();
  const [keyId = '', keySecret = ''] = KEY.split(':');
  const options = { keyId, keySecret, apiBase: emulator.url, timeoutMs: 5_000, connections: 4, isLocal: true };
  plain = new RazorpayConnector(options);
  connector = withDeadlines(plain, { failed: () => undefined, ended: () => undefined });
});
beforeEach(() => {
  account = emulator.account(KEY);
});
afterAll(async () => {
  await plain.close();
  await emulator.stop();
});

const newPage = (fields: Partial<PageRequest> = {}): PageRequest => ({
  ...{ reference: `chg_${randomBytes(8).toString('hex')}`, providerId: null, merchantId: 'merchant', amount: AMOUNT },
  ...{ currency: 'INR', capture: 'automatic', keyNumber: 1, merchantLabel: 'Chai & Co', methods: ['card', 'upi'] },
  ...{ returnUrl: 'http://127.0.0.1:3001/checkout/return?order_id=order_1&payment_id=pay_1' },
  expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
  ...fields,
});
/** A page with its link at the emulator. */
async function shown(fields: Partial<PageRequest> = {}): Promise<{ page: PageRequest; link: EmulatedLink }> {
  const page = newPage(fields);
  expect(await connector.prepare!(page)).toMatchObject({ outcome: 'requires_action' });
  return { page, link: account.linksOf(page.reference)[0]! };
}
const paidBy = (link: EmulatedLink, fields: object = {}): EmulatedPayment =>
  account.attempt(link.id, 'captured', fields)!;
const stored = (charge: ChargeRef, { id }: EmulatedPayment): ChargeRef => ({ ...charge, providerId: id });
const refundOf = (charge: ChargeRef, payment: EmulatedPayment, amount = AMOUNT): RefundRequest => ({
  ...{ reference: `rfnd_${randomBytes(8).toString('hex')}`, providerId: null, merchantId: 'merchant', amount },
  ...{ currency: charge.currency, keyNumber: 1, charge: { reference: charge.reference, providerId: payment.id } },
});
const UNKNOWN = { outcome: 'unknown', answered: true };

describe('a link', () => {
  it('asks for what the payment needs, sends the shopper nothing, and outlives the gateway’s own limit', async () => {
    const { page, link } = await shown();
    const expire_by = Math.ceil(Date.parse(page.expiresAt) / 1_000) + 1_200;
    expect(link).toMatchObject({ reference_id: page.reference, accept_partial: false, amount: AMOUNT, expire_by });
    expect(link.customer).toEqual({});
    const sent = (await import('../../src/acquiring/connectors/razorpay/razorpay.mapping.js')).linkBody(page);
    expect(sent).toMatchObject({
      ...{ notify: { sms: false, email: false }, reminder_enable: false, callback_method: 'get' },
      options: {
        checkout: { method: { card: true, upi: true, netbanking: false, wallet: false, bank_transfer: false } },
      },
    });
  });

  it('of a reference that is taken for another amount is not shown', async () => {
    const { page } = await shown();
    expect(await connector.prepare!({ ...page, amount: AMOUNT + 1 })).toMatchObject(UNKNOWN);
  });

  it('that is refused for another reason than its reference is unknown, never declined', async () => {
    emulator.next(/^POST \/v1\/payment_links$/, {
      status: 400,
      body: JSON.stringify({ error: { code: 'BAD_REQUEST_ERROR' } }),
    });
    const page = newPage();
    expect(await connector.prepare!(page)).toMatchObject(UNKNOWN);
    expect(await connector.findCharge(page)).toEqual({ outcome: 'not_found' });
  });
});

describe('late authorisation', () => {
  it.each(['failed', 'created'] as const)(
    'after %s and after the cancel it is found, and given back',
    async (status) => {
      const { page, link } = await shown();
      const payment = account.attempt(link.id, status)!;
      expect(await connector.cancel(page)).toMatchObject({ outcome: 'cancelled', proven: false });
      account.land(payment);
      expect(await connector.findCharge(page)).toMatchObject({ outcome: 'approved', captured: AMOUNT });
      const charge = stored(page, payment);
      expect(await connector.reverse(charge)).toEqual({ outcome: 'cancelled', proven: false });
      expect(await connector.findCharge(charge)).toEqual({ outcome: 'cancelled', proven: false });
      expect(account.refunds).toEqual([
        expect.objectContaining({ amount: AMOUNT, receipt: `${page.reference}-reverse` }),
      ]);
    },
  );

  it('that is not captured is approved with nothing captured, and a capture takes it once', async () => {
    const { page, link } = await shown();
    const payment = account.attempt(link.id, 'authorized')!;
    expect(await connector.findCharge(page)).toMatchObject({ outcome: 'approved', amount: AMOUNT, captured: 0 });
    for (let time = 0; time < 2; time++)
      expect(await connector.capture(stored(page, payment), AMOUNT)).toMatchObject({ captured: AMOUNT });
    expect(payment.status).toBe('captured');
  });

  it('that is to be given back is left to lapse: Razorpay refunds what is not captured', async () => {
    const { page, link } = await shown();
    const payment = account.attempt(link.id, 'authorized')!;
    expect(await connector.reverse(stored(page, payment))).toMatchObject({ outcome: 'pending' });
    expect([payment.status, account.refunds]).toEqual(['authorized', []]);
  });
});

describe('two payments on one link', () => {
  it('the first is the charge’s, the second is given back under its own id, once', async () => {
    const { page, link } = await shown();
    const first = account.attempt(link.id, 'created', { created_at: EARLIER })!;
    const second = paidBy(link, { created_at: EARLIER + 60 });
    account.land(first);
    for (let time = 0; time < 3; time++)
      expect(await connector.findCharge(page)).toMatchObject({ outcome: 'approved', connectorReference: first.id });
    expect(account.refunds.map(({ payment_id, amount }) => [payment_id, amount])).toEqual([[second.id, AMOUNT]]);
    expect(first.amount_refunded).toBe(0);
  });

  it('the one that was stored stays the charge’s, also if an older one lands later', async () => {
    const { page, link } = await shown();
    const older = account.attempt(link.id, 'created', { created_at: EARLIER })!;
    const paid = paidBy(link, { created_at: EARLIER + 60 });
    const charge = stored(page, paid);
    account.land(older);
    expect(await connector.findCharge(charge)).toMatchObject({ connectorReference: paid.id, captured: AMOUNT });
    expect([older.amount_refunded, paid.amount_refunded]).toEqual([AMOUNT, 0]);
  });

  const keptOf = ({ id: reference }: { id: string }, description: string, isUnderWay = false) => ({
    surplus: [{ reference, amount: AMOUNT, currency: 'INR', isUnderWay, description }],
  });

  it('a refund of the second that fails is stated', async () => {
    const { page, link } = await shown();
    const first = paidBy(link, { created_at: EARLIER });
    const second = account.addPayment(link, 'captured');
    const failed = { id: 'rfnd_1', amount: AMOUNT, currency: 'INR', status: 'failed' };
    emulator.next(new RegExp(`^POST /v1/payments/${second.id}/refund$`), { status: 200, body: JSON.stringify(failed) });
    const found = await connector.findCharge(page);
    expect(found).toMatchObject({ connectorReference: first.id, ...keptOf(second, 'Its refund rfnd_1 has failed') });
  });

  it('if Razorpay refuses to give the second back that is stated, and the charge is approved', async () => {
    const { page, link } = await shown();
    const first = paidBy(link);
    const second = account.addPayment(link, 'captured', { created_at: first.created_at + 1 });
    account.refusals = { refund: 'Your account does not have enough balance' };
    const approved = { outcome: 'approved', connectorReference: first.id };
    const empty = keptOf(second, 'Your account does not have enough balance');
    expect(await connector.findCharge(page)).toMatchObject({ ...approved, ...empty });
    account.refusals = {};
    emulator.next(new RegExp(`^POST /v1/payments/${second.id}/refund$`), { status: 502, body: '<h1>Bad gateway</h1>' });
    const silent = keptOf(second, 'Razorpay does not respond as documented');
    expect(await connector.findCharge(page)).toMatchObject({ ...approved, ...silent });
    const found = await connector.findCharge(page);
    expect([found.outcome, 'surplus' in found, second.amount_refunded]).toEqual(['approved', false, AMOUNT]);
  });

  it('a refund of the second that is under way is not sent again, and stated until it is processed', async () => {
    const { page, link } = await shown();
    const first = paidBy(link);
    const second = account.addPayment(link, 'captured', { created_at: first.created_at + 1 });
    const refund = account.addRefund(second, AMOUNT, null);
    Object.assign(refund, { status: 'pending' });
    Object.assign(second, { status: 'captured' });
    const underWay = keptOf(second, `The refund ${refund.id} is under way`, true);
    expect(await connector.findCharge(page)).toMatchObject(underWay);
    Object.assign(refund, { status: 'processed' });
    expect(await connector.findCharge(page)).not.toHaveProperty('surplus');
    expect(account.refundsOf(second.id)).toHaveLength(1);
  });

  it('a charge is not given back as long as a further payment of its link is kept', async () => {
    const { page, link } = await shown();
    const first = paidBy(link, { created_at: EARLIER });
    const second = account.addPayment(link, 'captured');
    emulator.next(new RegExp(`^POST /v1/payments/${second.id}/refund$`), {
      status: 400,
      body: JSON.stringify({ error: { code: 'BAD_REQUEST_ERROR', description: 'No balance' } }),
    });
    const charge = stored(page, first);
    expect(await connector.reverse(charge)).toMatchObject({ outcome: 'declined', reason: 'refund_declined' });
    expect([first.amount_refunded, second.amount_refunded]).toEqual([AMOUNT, 0]);
    expect((await connector.reverse({ ...charge, keyNumber: 2 })).outcome).toBe('cancelled');
    expect([first.amount_refunded, second.amount_refunded]).toEqual([AMOUNT, AMOUNT]);
  });
});

describe('another amount or currency', () => {
  it.each([{ amount: 100 }, { currency: 'USD' }])('%j is stated as Razorpay states it', async (stated) => {
    const { page, link } = await shown();
    paidBy(link, stated);
    const expected = { amount: AMOUNT, currency: 'INR', ...stated };
    const found = await connector.findCharge(page);
    expect(found).toMatchObject({ outcome: 'approved', ...expected, captured: expected.amount });
  });
});

describe('the close', () => {
  it('proves nothing, even if no shopper came: one may begin to pay at that moment', async () => {
    const unknownOrder = await shown();
    expect(await connector.cancel(unknownOrder.page)).toEqual({ outcome: 'cancelled', proven: false });
    account.namesOrders = true;
    const knownOrder = await shown();
    for (let time = 0; time < 2; time++)
      expect(await connector.cancel(knownOrder.page)).toEqual({ outcome: 'cancelled', proven: false });
    expect(account.attempt(knownOrder.link.id, 'captured')).toBeUndefined();
  });

  it('tells why the last attempt failed', async () => {
    const { page, link } = await shown();
    account.attempt(link.id, 'failed', { error_reason: 'card_expired', error_description: 'The card has expired' });
    expect(await connector.cancel(page)).toEqual({
      ...{ outcome: 'cancelled', proven: false },
      lastDecline: { reason: 'expired_card', description: 'The card has expired' },
    });
  });

  it('that is refused while the link is open is unknown', async () => {
    const { page, link } = await shown();
    account.refusals = { cancel: 'cannot cancel the link now' };
    expect(await connector.cancel(page)).toMatchObject(UNKNOWN);
    expect(link.status).toBe('created');
  });

  it('of a link that is paid in between is the approval', async () => {
    const { page, link } = await shown();
    const response = { status: 400, body: JSON.stringify({ error: { code: 'BAD_REQUEST_ERROR' } }) };
    emulator.next(/\/cancel$/, { ...response, after: true });
    const cancelled = connector.cancel(page);
    account.attempt(link.id, 'captured');
    expect(await cancelled).toMatchObject({ outcome: 'approved', captured: AMOUNT });
  });

  it('a link that Razorpay has expired is closed', async () => {
    const { page, link } = await shown();
    link.status = 'expired';
    expect(await connector.findCharge(page)).toEqual({ outcome: 'cancelled', proven: false });
  });
});

describe('refunds', () => {
  it('have a key of letters, digits, - and _, and our id as receipt', async () => {
    const { page, link } = await shown();
    const payment = paidBy(link);
    const refund = refundOf(page, payment, 20_000);
    expect(await connector.refund(refund)).toMatchObject({ outcome: 'approved', captured: 20_000 });
    expect(account.refunds).toEqual([expect.objectContaining({ receipt: refund.reference, amount: 20_000 })]);
  });

  it('fail after their success, and before it', async () => {
    const { page, link } = await shown();
    const payment = paidBy(link);
    const refund = refundOf(page, payment);
    await connector.refund(refund);
    const [made] = account.refunds;
    made!.status = 'pending';
    expect(await connector.findRefund(refund)).toMatchObject({ outcome: 'pending', connectorReference: made!.id });
    account.failRefund(made!);
    expect(await connector.findRefund(refund)).toMatchObject({ outcome: 'declined', reason: 'refund_declined' });
    expect(await connector.refund(refund)).toMatchObject({ outcome: 'declined' });
    expect(account.refunds).toHaveLength(1);
  });

  it('after Razorpay has forgotten the key are found by our id, and made once', async () => {
    const { page, link } = await shown();
    const payment = paidBy(link);
    const refund = refundOf(page, payment, 10_000);
    await connector.refund(refund);
    for (const keyNumber of [2, 3])
      expect(await connector.refund({ ...refund, keyNumber })).toMatchObject({ outcome: 'approved', captured: 10_000 });
    expect(account.refunds).toHaveLength(1);
  });

  it('are found among more than a page of them', async () => {
    const { page, link } = await shown({ amount: 1_000_000 });
    const payment = paidBy(link);
    const refund = refundOf(page, payment, 700);
    await connector.refund(refund);
    const [own] = account.refunds.splice(0);
    for (let made = 0; made < 230; made++) account.addRefund(payment, 100, `other-${made}`);
    account.refunds.push(own!);
    expect(await connector.findRefund(refund)).toMatchObject({ outcome: 'approved', captured: 700 });
  });

  it('that are refused with enough left are unknown', async () => {
    const { page, link } = await shown();
    account.refusals = { refund: 'Your account does not have enough balance' };
    const refund = refundOf(page, paidBy(link));
    expect(await connector.refund(refund)).toMatchObject(UNKNOWN);
    expect(await connector.findRefund(refund)).toEqual({ outcome: 'not_found' });
  });

  it('a reversal that is refused is declined, and made when there is money again', async () => {
    const { page, link } = await shown();
    const charge = stored(page, paidBy(link));
    account.refusals = { refund: 'Your account does not have enough balance' };
    expect(await connector.reverse(charge)).toMatchObject({
      outcome: 'declined',
      description: expect.stringMatching(/enough balance/),
    });
    account.refusals = {};
    expect(await connector.reverse(charge)).toMatchObject({ outcome: 'cancelled' });
  });
});

describe('disputes', () => {
  it('withhold their amount while they are open and after they are lost; others do not', async () => {
    const { page, link } = await shown();
    const payment = paidBy(link);
    const charge = stored(page, payment);
    const dispute = { payment_id: payment.id, currency: 'INR' };
    account.disputes.push({ ...dispute, id: 'disp_1', amount: 700, status: 'under_review' });
    account.disputes.push({ ...dispute, id: 'disp_2', amount: 300, status: 'lost' });
    account.disputes.push({ ...dispute, id: 'disp_3', amount: 111, status: 'won' });
    account.disputes.push({ ...dispute, id: 'disp_4', amount: 999, status: 'open', payment_id: 'pay_another' });
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', disputed: 1_000 });
    emulator.next(/\/v1\/disputes/, { status: 403, body: '{}' });
    expect(await connector.findCharge(charge)).not.toHaveProperty('disputed');
  });
});

describe('the test of an account', () => {
  it('passes without payments, and if the business bears the fee', async () => {
    expect(await plain.probe()).toEqual({ ok: true, acquirerAccount: null });
    const { link } = await shown();
    paidBy(link);
    expect(await plain.probe()).toEqual({ ok: true, acquirerAccount: null });
  });

  it('refuses an account whose customers bear the fee, and wrong credentials', async () => {
    const { link } = await shown();
    paidBy(link, { fee_bearer: 'customer' });
    expect(await plain.probe()).toMatchObject({
      ok: false,
      reason: 'credentials_refused',
      description: expect.stringMatching(/bear its fee/),
    });
    emulator.accounts.delete(KEY);
    expect(await plain.probe()).toMatchObject({ ok: false, reason: 'credentials_refused' });
    emulator.next(/^GET \/v1\/payments/, { status: 503, body: '<h1>Down</h1>' });
    expect(await plain.probe()).toMatchObject({ ok: false, reason: 'no_response' });
  });
});

describe('a link that Razorpay no longer shows', () => {
  it('after a change of the key: 401 is unknown, and another account’s key finds nothing', async () => {
    const { page } = await shown();
    emulator.accounts.delete(KEY);
    expect(await connector.findCharge(page)).toMatchObject(UNKNOWN);
    emulator.account(KEY);
    expect(await connector.findCharge(page)).toEqual({ outcome: 'not_found' });
  });

  it.each([
    ['404', { status: 404, body: '{"error":{"code":"BAD_REQUEST_ERROR"}}' }],
    ['a redirect', { status: 302, body: '', location: 'https://example.com/' }],
    ['HTML', { status: 200, body: '<!doctype html><h1>Maintenance</h1>', type: 'text/html' }],
    ['half an object', { status: 200, body: '{"payment_links":[{"id":"plink_1","amou' }],
    ['a paid link whose order has no payment', { status: 200, body: '{"payment_links":[]' }],
  ])('%s is unknown', async (_, response) => {
    const { page } = await shown();
    emulator.next(/^GET \/v1\/payment_links/, response);
    expect(await connector.findCharge(page)).toMatchObject(UNKNOWN);
  });

  it('a paid link of which no payment is shown is unknown', async () => {
    const { page, link } = await shown();
    account.attempt(link.id, 'failed');
    link.status = 'paid';
    expect(await connector.findCharge(page)).toMatchObject(UNKNOWN);
  });
});
