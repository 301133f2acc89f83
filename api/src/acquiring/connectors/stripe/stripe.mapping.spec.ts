import { describe, expect, it } from '@jest/globals';
import type { Approved, RequiresAction } from '../connector.js';
import { declineReasonOf } from './stripe-declines.js';
import { captureRefusal, intentResult, refundResult, sessionResult } from './stripe.mapping.js';
import { type Dispute, INTENT, type Intent, REFUND, type Refund, SESSION, type Session } from './stripe-objects.js';

const refund = (more: object = {}): Refund =>
  REFUND.parse({
    object: 'refund',
    id: 're_1',
    amount: 100,
    currency: 'usd',
    status: 'succeeded',
    metadata: {},
    ...more,
  });
const charge = (more: object = {}) => ({
  ...{ object: 'charge', id: 'ch_1', amount_refunded: 0, disputed: false, payment_method_details: { type: 'card' } },
  ...{ refunds: { object: 'list', data: [], has_more: false }, ...more },
});
const withRefunds = (...data: Refund[]) => charge({ refunds: { object: 'list', data, has_more: false } });
const intent = (status: string, more: object = {}): Intent => {
  const amount_received = status === 'succeeded' ? 500 : 0;
  const latest_charge = amount_received > 0 || status === 'requires_capture' ? charge() : null;
  const fields = { object: 'payment_intent', id: 'pi_1', amount: 500, amount_received, currency: 'usd', status };
  return INTENT.parse({ ...fields, latest_charge, last_payment_error: null, ...more });
};
const session = (status: string, payment_intent: object | null): Session =>
  SESSION.parse({
    object: 'checkout.session',
    id: 'cs_1',
    status,
    url: 'https://checkout.stripe.com/c/1',
    payment_intent,
  });

const APPROVED = { outcome: 'approved', connectorReference: 'pi_1', amount: 500, currency: 'USD', captured: 500 };
const PROVEN = { outcome: 'cancelled', proven: true };
const OPEN = { outcome: 'requires_action', connectorReference: 'cs_1', action: { type: 'redirect' } };
const PENDING = { outcome: 'pending', retryAfterMs: 2_000 };

describe('a session', () => {
  it.each<[string, string | null, object]>([
    ['open', null, OPEN],
    ['open', 'requires_payment_method', OPEN],
    ['open', 'requires_action', OPEN],
    ['open', 'canceled', OPEN],
    ['open', 'processing', PENDING],
    // Stripe shows the session a moment later than its intent.
    ['open', 'succeeded', APPROVED],
    ['open', 'requires_capture', { ...APPROVED, captured: 0 }],
    ['complete', 'succeeded', APPROVED],
    ['complete', 'requires_capture', { ...APPROVED, captured: 0 }],
    ['complete', 'processing', PENDING],
    ['complete', null, PENDING],
    ['complete', 'requires_payment_method', PENDING],
    ['complete', 'canceled', PROVEN],
    ['expired', null, PROVEN],
    ['expired', 'canceled', PROVEN],
    ['expired', 'requires_payment_method', { outcome: 'cancelled', proven: false }],
    ['expired', 'requires_action', { outcome: 'cancelled', proven: false }],
    ['expired', 'processing', { outcome: 'cancelled', proven: false }],
    ['expired', 'succeeded', APPROVED],
  ])('that is %s with the intent %s', (status, of, result) => {
    expect(sessionResult(session(status, of === null ? null : intent(of)))).toMatchObject(result);
  });

  it('names itself, its intent and its charge, so that a notification of any of them is matched', () => {
    const { ids } = sessionResult(session('open', intent('requires_action'))) as RequiresAction;
    expect(ids).toEqual([
      { kind: 'session', id: 'cs_1' },
      { kind: 'intent', id: 'pi_1' },
    ]);
    const paid = intentResult(intent('succeeded')) as Approved;
    expect(paid.ids).toEqual([
      { kind: 'intent', id: 'pi_1' },
      { kind: 'charge', id: 'ch_1' },
    ]);
  });
});

describe('an intent', () => {
  it('states the method, what was given back and what is withheld', () => {
    const stated = intent('succeeded', {
      latest_charge: { ...withRefunds(refund(), refund({ id: 're_2', status: 'failed' })), disputed: true },
    });
    const dispute = (status: string, more: object = {}) =>
      ({ object: 'dispute', id: 'dp', amount: 150, currency: 'USD', status, ...more }) as Dispute;
    const of = (...disputes: Dispute[]) => intentResult(stated, disputes);
    expect(of(dispute('needs_response'))).toMatchObject({ ...APPROVED, method: 'card', refunded: 100, disputed: 150 });
    expect(of(dispute('lost'), dispute('under_review'))).toMatchObject({ disputed: 300 });
    expect(of(dispute('won'), dispute('warning_needs_response'))).toMatchObject({ disputed: 0 });
    // In another currency: all of it counts as withheld.
    expect(of(dispute('lost', { currency: 'EUR' }))).toMatchObject({ disputed: 500 });
  });

  it('is reversed by our own refund of all that was left, and by no refund of the merchant', () => {
    const reversal = refund({ amount: 400, metadata: { gateway_reversal: 'chg_1' } });
    const of = (...refunds: Refund[]) => intentResult(intent('succeeded', { latest_charge: withRefunds(...refunds) }));
    expect(of(refund(), reversal)).toEqual(PROVEN);
    expect(of(refund({ amount: 500 }))).toMatchObject({ ...APPROVED, refunded: 500 });
    expect(of(refund(), { ...reversal, status: 'pending' })).toMatchObject({ outcome: 'approved', refunded: 500 });
    expect(of(refund(), { ...reversal, status: 'failed' })).toMatchObject({ outcome: 'approved', refunded: 100 });
  });

  it.each<[string, object, object | null]>([
    ['canceled', {}, { outcome: 'declined', reason: 'charge_not_approved' }],
    ['canceled', { last_payment_error: { decline_code: 'insufficient_funds' } }, { reason: 'insufficient_funds' }],
    ['succeeded', { amount_received: 200 }, { outcome: 'declined', reason: 'already_captured' }],
    ['succeeded', { amount_received: 300 }, null],
    ['requires_capture', { amount: 299 }, { outcome: 'declined', reason: 'capture_exceeds_authorised' }],
    ['requires_capture', {}, null],
    ['processing', {}, null],
  ])('refused a capture of 300: it is %s with %j', (status, more, refusal) => {
    const result = captureRefusal(intent(status, more), 300);
    if (refusal === null) expect(result).toBeNull();
    else expect(result).toMatchObject(refusal);
  });
});

it.each<[object, object]>([
  [{}, { outcome: 'approved', connectorReference: 're_1', amount: 100, currency: 'USD', captured: 100 }],
  [{ status: 'pending' }, { outcome: 'pending', connectorReference: 're_1' }],
  [{ status: 'requires_action' }, { outcome: 'pending' }],
  [
    { status: 'failed', failure_reason: 'lost_or_stolen_card' },
    { reason: 'refund_declined', description: 'Stripe: lost_or_stolen_card' },
  ],
  [{ status: 'canceled' }, { outcome: 'declined', description: 'Stripe: canceled' }],
])('a refund %j', (more, result) => expect(refundResult(refund(more))).toMatchObject(result));

it.each<[object, string]>([
  [{ code: 'card_declined', decline_code: 'insufficient_funds' }, 'insufficient_funds'],
  [{ code: 'expired_card' }, 'expired_card'],
  [{ code: 'card_declined', decline_code: 'expired_card' }, 'expired_card'],
  [{ code: 'incorrect_number' }, 'invalid_instrument'],
  [{ code: 'payment_intent_authentication_failure' }, 'authentication_failed'],
  // What must not be told to the shopper, and what is new.
  [{ code: 'card_declined', decline_code: 'stolen_card' }, 'card_declined'],
  [{ code: 'card_declined', decline_code: 'constructor' }, 'card_declined'],
  [{}, 'card_declined'],
])('a decline %j is %s', (failure, reason) => expect(declineReasonOf(failure)).toBe(reason));
