import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ChargeRef, PageRequest } from '../../src/acquiring/connectors/connector.js';
import { withDeadlines } from '../../src/acquiring/connectors/deadline.js';
import { StripeConnector } from '../../src/acquiring/connectors/stripe/stripe.connector.js';
import { STRIPE } from '../../src/acquiring/connectors/stripe/stripe.entry.js';
import { readSettings } from '../../src/platform/config/config.js';
import { approve, attempt } from '../support/stripe-emulator/book.js';
import { StripeEmulator } from '../support/stripe-emulator/emulator.js';
import { lateIntent, type Reply } from '../support/stripe-emulator/routes.js';
import { DATABASE_URL } from '../support/settings.js';

const PAGE = {
  ...{ providerId: null, merchantId: 'm', amount: 5_000, currency: 'USD', keyNumber: 1, merchantLabel: 'Chai & Co' },
  ...{ methods: ['card'], returnUrl: 'http://127.0.0.1:3001/checkout/return?order_id=o&payment_id=p' },
} as const;
const FAILURE: Reply = { status: 500, body: { error: { type: 'api_error', message: 'Sorry' } } };
const PROVEN = { outcome: 'cancelled', proven: true };
const UNPROVEN = { outcome: 'cancelled', proven: false };
const UNKNOWN = { outcome: 'unknown', answered: true, refused: false };

/** What a façade over our own states cannot produce. */
describe('Stripe, when it is odd', () => {
  let stripe: StripeEmulator;
  let key: string;
  let serial = 0;
  const opened: StripeConnector[] = [];
  const connect = (secretKey: string) => {
    const limits = { timeoutMs: 5_000, deadlineMs: 5_000, connections: 4 };
    const connector = new StripeConnector({ ...limits, base: stripe.url, secretKey, isEmulated: true });
    opened.push(connector);
    return withDeadlines(connector, { failed: () => undefined, ended: () => undefined });
  };
  beforeEach(async () => {
    stripe = await StripeEmulator.start();
    key = stripe.account();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await stripe.stop();
  });

  const page = async (capture: 'automatic' | 'manual' = 'automatic') => {
    const connector = connect(key);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const request: PageRequest = { ...PAGE, reference: `chg_${++serial}`, capture, expiresAt };
    const made = await connector.prepare!(request);
    if (made.outcome !== 'requires_action' || made.action.type !== 'redirect') throw new Error(JSON.stringify(made));
    const charge: ChargeRef = { ...request, providerId: made.connectorReference ?? null };
    return { connector, request, charge, session: stripe.session(made.action.url) };
  };
  const paid = async (capture: 'automatic' | 'manual' = 'automatic') => {
    const { connector, charge, session } = await page(capture);
    attempt(session, 'pay');
    const intent = session.intent!;
    return { connector, charge: { ...charge, providerId: intent.id }, intent };
  };
  const refundOf = (charge: ChargeRef, amount: number) => ({
    ...{ reference: `rfnd_${++serial}`, providerId: null, merchantId: 'm', amount, currency: 'USD', keyNumber: 1 },
    charge: { reference: charge.reference, providerId: charge.providerId },
  });
  const next = (method: string, path: RegExp, reply: Reply) => stripe.scripted.push({ method, path, reply });

  it('a session that is complete and unpaid is pending, until its intent has an end', async () => {
    const { connector, charge, session } = await page();
    attempt(session, 'process');
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'pending' });
    expect(await connector.cancel(charge)).toMatchObject({ outcome: 'pending' });
    approve(session.intent!);
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', captured: 5_000 });
  });

  it('a complete session whose payment failed can be proven closed, because its intent can be cancelled', async () => {
    const { connector, charge, session } = await page();
    attempt(session, 'process');
    session.intent!.status = 'requires_payment_method';
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'pending' });
    expect(await connector.cancel(charge)).toEqual(PROVEN);
  });

  it('an intent that appears after the session has expired is found', async () => {
    const { connector, charge, session } = await page();
    expect(await connector.cancel(charge)).toEqual(PROVEN);
    session.intent = lateIntent(session);
    approve(session.intent);
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', captured: 5_000 });
    expect(await connector.reverse(charge)).toEqual(PROVEN);
    expect(stripe.api.intents(stripe.accounts.get(key)!.id)[0]?.refunds).toMatchObject([{ amount: 5_000 }]);
  });

  it('an authorisation is found, released and given back by its session as well', async () => {
    const { connector, charge, session } = await page('manual');
    attempt(session, 'pay');
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', captured: 0 });
    expect(await connector.cancel(charge)).toEqual(PROVEN);
    const { connector: second, charge: held, session: paidSession } = await page('manual');
    attempt(paidSession, 'pay');
    expect(await second.reverse(held)).toEqual(PROVEN);
    expect([session.intent!.status, paidSession.intent!.status]).toEqual(['canceled', 'canceled']);
  });

  it('an expiry that Stripe refuses proves nothing', async () => {
    const { connector, charge } = await page();
    stripe.api.script.refusesExpiry = true;
    expect(await connector.cancel(charge)).toEqual(UNKNOWN);
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'requires_action' });
    stripe.api.script.refusesExpiry = false;
    expect(await connector.cancel({ ...charge, keyNumber: 2 })).toEqual(PROVEN);
  });

  it('an attempt that cannot be stopped is not proven; what lands is found and given back', async () => {
    const { connector, charge, session } = await page();
    attempt(session, 'begin');
    stripe.api.script.refusesCancel = true;
    expect(await connector.cancel(charge)).toEqual(UNPROVEN);
    expect(await connector.findCharge(charge)).toEqual(UNPROVEN);
    approve(session.intent!);
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved' });
    expect(await connector.reverse({ ...charge, keyNumber: 2 })).toEqual(PROVEN);
    expect(await connector.findCharge(charge)).toEqual(PROVEN);
  });

  it('a 500 that is kept under its key stays unknown; the next key makes another page', async () => {
    const connector = connect(key);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const request: PageRequest = { ...PAGE, reference: 'chg_kept', capture: 'automatic', expiresAt };
    next('POST', /sessions$/, FAILURE);
    for (let time = 0; time < 2; time++) expect(await connector.prepare!(request)).toEqual(UNKNOWN);
    expect(await connector.prepare!({ ...request, keyNumber: 2 })).toMatchObject({ outcome: 'requires_action' });
    expect(stripe.api.sessions).toHaveLength(1);
  });

  it('a capture that is answered with a kept 500 is found out, and is never made twice', async () => {
    const { connector, charge, intent } = await paid('manual');
    next('POST', /capture$/, FAILURE);
    for (let time = 0; time < 2; time++) expect(await connector.capture(charge, 4_000)).toEqual(UNKNOWN);
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', captured: 0 });
    expect(await connector.capture({ ...charge, keyNumber: 2 }, 4_000)).toMatchObject({ captured: 4_000 });
    expect(await connector.capture({ ...charge, keyNumber: 3 }, 4_000)).toMatchObject({ captured: 4_000 });
    expect(intent.received).toBe(4_000);
  });

  it('409, another request with the key is in progress: it does not count as sent', async () => {
    const { connector, charge } = await paid('manual');
    next('POST', /capture$/, {
      status: 409,
      body: { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } },
    });
    expect(await connector.capture(charge, 5_000)).toEqual({ outcome: 'unknown', answered: true, refused: true });
    expect(await connector.capture(charge, 5_000)).toMatchObject({ outcome: 'approved' });
  });

  it('another amount or currency is stated as Stripe has it', async () => {
    const { connector, charge, intent } = await paid();
    Object.assign(intent, { amount: 4_000, received: 4_000, currency: 'eur' });
    expect(await connector.findCharge(charge)).toMatchObject({ amount: 4_000, currency: 'EUR', captured: 4_000 });
    expect(await connector.reverse(charge)).toEqual(PROVEN);
  });

  it('404 after a change to a key of another account: a charge is not found, and everything else is unknown', async () => {
    const { charge } = await paid();
    const stranger = connect(stripe.account());
    expect(await stranger.findCharge(charge)).toEqual({ outcome: 'not_found' });
    expect(await stranger.capture(charge, 5_000)).toEqual(UNKNOWN);
    expect(await stranger.cancel(charge)).toEqual(UNKNOWN);
    expect(await stranger.reverse(charge)).toEqual(UNKNOWN);
    expect(await stranger.refund(refundOf(charge, 100))).toEqual(UNKNOWN);
    expect(await stranger.findRefund(refundOf(charge, 100))).toEqual(UNKNOWN);
  });

  it('a rolled key of the same account goes on where the former one was', async () => {
    const { connector, charge } = await paid();
    const rolled = connect(stripe.roll(key));
    expect(await connector.findCharge(charge)).toEqual(UNKNOWN);
    expect(await rolled.findCharge(charge)).toMatchObject({ outcome: 'approved' });
  });

  it('a refund that fails after it had succeeded is declined, and can be made again', async () => {
    const { connector, charge, intent } = await paid();
    const refund = refundOf(charge, 5_000);
    const made = await connector.refund(refund);
    expect(made).toMatchObject({ outcome: 'approved', captured: 5_000 });
    intent.refunds[0]!.status = 'failed';
    const known = { ...refund, providerId: (made as { connectorReference: string }).connectorReference };
    expect(await connector.findRefund(known)).toMatchObject({ outcome: 'declined', reason: 'refund_declined' });
    expect(await connector.findCharge(charge)).toMatchObject({ outcome: 'approved', refunded: 0 });
    expect(await connector.refund(refundOf(charge, 5_000))).toMatchObject({ outcome: 'approved' });
  });

  it('a pending refund is asked about by its id, and by our reference if that is not known', async () => {
    const { connector, charge, intent } = await paid();
    stripe.api.script.refundStatus = 'pending';
    const refund = refundOf(charge, 1_000);
    expect(await connector.refund(refund)).toMatchObject({ outcome: 'pending' });
    intent.refunds[0]!.status = 'succeeded';
    expect(await connector.findRefund(refund)).toMatchObject({ outcome: 'approved', captured: 1_000 });
    // Its key may be forgotten by now: it is looked for before it is made.
    expect(await connector.refund({ ...refund, keyNumber: 2 })).toMatchObject({ outcome: 'approved' });
    expect(intent.refunds).toHaveLength(1);
  });

  it('a charge with more refunds than one page of the list states all of them', async () => {
    const { connector, charge, intent } = await paid();
    for (let count = 0; count < 130; count++)
      intent.refunds.push({
        id: `re_${count}`,
        amount: 10,
        status: 'succeeded',
        metadata: { gateway_reference: `rfnd_old_${count}` },
      });
    expect(await connector.findCharge(charge)).toMatchObject({ refunded: 1_300 });
    const first = { ...refundOf(charge, 10), reference: 'rfnd_old_0' };
    expect(await connector.findRefund(first)).toMatchObject({ outcome: 'approved', captured: 10 });
  });

  it('a disputed charge takes no refund, and a dispute that was won withholds nothing', async () => {
    const { connector, charge, intent } = await paid();
    intent.disputes.push({ id: 'dp_1', amount: 5_000, status: 'under_review' });
    expect(await connector.findCharge(charge)).toMatchObject({ disputed: 5_000 });
    expect(await connector.refund(refundOf(charge, 100))).toMatchObject({
      outcome: 'declined',
      reason: 'refund_declined',
    });
    intent.disputes[0]!.status = 'won';
    expect(await connector.findCharge(charge)).toMatchObject({ disputed: 0 });
  });

  it('every fraction that Stripe cannot refund or capture is refused without a call', async () => {
    const connector = connect(key);
    const charge: ChargeRef = { ...PAGE, reference: 'chg_kwd', currency: 'KWD', capture: 'manual', providerId: 'pi_1' };
    expect(await connector.capture(charge, 5)).toMatchObject({ outcome: 'declined' });
    expect(await connector.refund({ ...refundOf(charge, 5), currency: 'KWD' })).toMatchObject({ outcome: 'declined' });
    expect(stripe.requests).toEqual([]);
  });

  it('the test of an account reads the mode and the account, and changes nothing', async () => {
    const settings = readSettings({ DATABASE_URL, STRIPE_API_BASE: stripe.url });
    const probe = async (secret_key: string, mode: 'test' | 'live') => {
      await STRIPE.load?.();
      const one = STRIPE.connect(settings, { secret_key });
      return one.probe(mode, 'ca_1').finally(() => one.close());
    };
    const { id } = stripe.accounts.get(key)!;
    expect(await probe(key, 'test')).toEqual({ ok: true, acquirerAccount: id });
    expect(await probe(key, 'live')).toMatchObject({
      ok: false,
      description: expect.stringContaining('is of test mode'),
    });
    expect(await probe('sk_test_unknown', 'test')).toMatchObject({ ok: false, reason: 'credentials_refused' });
    expect(stripe.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
    next('GET', /balance/, FAILURE);
    expect(await probe(key, 'test')).toMatchObject({ ok: false, reason: 'no_response' });
  });
});
