import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CURRENCIES, exponentOf } from '../../../platform/currency.js';
import { PAYMENT_DECLINES } from '../decline-reasons.js';
import { declineOf } from './razorpay-declines.js';
import type { Link, Payment } from './razorpay-entities.js';
import { approvedOf, linkBody, ownPayment, refundKey, surplusOf, unpaidResult } from './razorpay.mapping.js';
import { RAZORPAY_CURRENCIES, razorpaySheet } from './razorpay.sheet.js';

const STATUSES = ['created', 'authorized', 'captured', 'refunded', 'failed'] as const;
const link = (fields: Partial<Link> = {}): Link => ({
  ...{ id: 'plink_1', short_url: 'https://rzp.io/rzp/1', amount: 500, currency: 'INR', status: 'created' as const },
  ...fields,
});
const payment = (fields: Partial<Payment> = {}): Payment => ({
  ...{ id: 'pay_1', amount: 500, currency: 'INR', created_at: 1, status: 'captured' as const, method: 'upi' },
  ...{ amount_refunded: 0, ...fields },
});
const anyAttempts = fc
  .array(fc.record({ status: fc.constantFrom(...STATUSES), created_at: fc.nat(5) }), { maxLength: 6 })
  .map((rows) => rows.map((row, index) => payment({ ...row, id: `pay_${index}` })));

describe('amounts', () => {
  const sheet = razorpaySheet(1_000, false);

  it.each([
    ['INR', 100, 1],
    ['USD', 100, 1],
    ['JPY', 1, 1],
    ['KWD', 1_000, 10],
    ['BHD', 1_000, 10],
    ['OMR', 1_000, 10],
  ])('of %s are at least %i, in multiples of %i', (currency, min, step) => {
    expect(sheet.limits[currency]).toMatchObject({ min, ...(step > 1 && { multipleOf: step }) });
    expect(sheet.refundLimits?.[currency]).toEqual(sheet.limits[currency]);
  });

  it('have the exponent of the gateway, whose limits are within those of orders', () => {
    for (const currency of RAZORPAY_CURRENCIES) {
      expect(CURRENCIES).toContain(currency);
      expect(exponentOf(currency) === 3).toBe(sheet.limits[currency]?.multipleOf === 10);
    }
  });
});

describe('a link', () => {
  const page = {
    ...{ reference: 'chg_0123456789abcdef', providerId: null, merchantId: 'm', amount: 500, currency: 'INR' },
    ...{ capture: 'automatic' as const, keyNumber: 1, merchantLabel: 'Chai & Co', methods: ['upi', 'wallet'] },
    ...{ returnUrl: 'https://shop.example/return', expiresAt: '2026-11-30T10:00:00.500Z' },
  };

  it('is made from the stored page alone, whatever the time', () => {
    expect(linkBody(page)).toEqual(linkBody(page));
    expect(linkBody(page).expire_by).toBe(Date.parse('2026-11-30T10:20:01Z') / 1_000);
  });

  it('offers what is asked for, and neither EMI nor bank transfer', () => {
    expect(linkBody(page).options.checkout.method).toEqual({
      ...{ upi: true, wallet: true, card: false, netbanking: false },
      ...{ emi: false, cardless_emi: false, paylater: false, bank_transfer: false },
    });
  });
});

describe('the payments of a link', () => {
  it('at most one is the charge’s own, and it has money; the captured others are surplus', () => {
    fc.assert(
      fc.property(anyAttempts, fc.option(fc.nat(6)), (attempts, place) => {
        const providerId = place === null ? null : `pay_${place}`;
        const view = { link: link(), attempts };
        const own = ownPayment(view, { providerId });
        const landed = attempts.filter(({ status }) => ['authorized', 'captured', 'refunded'].includes(status));
        expect(own === undefined).toBe(landed.length === 0);
        if (!own) return;
        expect(landed).toContain(own);
        if (landed.some(({ id }) => id === providerId)) expect(own.id).toBe(providerId);
        const captured = attempts.filter(({ status }) => status === 'captured');
        expect([...surplusOf(view, own)].sort()).toEqual(captured.filter((one) => one !== own).sort());
      }),
    );
  });

  it('without money they are a page, or a closed one, which proves nothing', () => {
    const failed = [payment({ status: 'failed', error_reason: 'insufficient_funds' })];
    expect(unpaidResult({ link: link(), attempts: failed })).toMatchObject({ outcome: 'requires_action' });
    const closed = link({ status: 'cancelled' });
    expect(unpaidResult({ link: closed, attempts: [] })).toEqual({ outcome: 'cancelled', proven: false });
    expect(unpaidResult({ link: closed, attempts: null })).toEqual({ outcome: 'cancelled', proven: false });
    expect(unpaidResult({ link: closed, attempts: failed })).toMatchObject({ outcome: 'cancelled', proven: false });
    expect(unpaidResult({ link: link({ status: 'paid' }), attempts: [] })).toBeUndefined();
  });

  it('an approval states what Razorpay states', () => {
    const own = payment({ status: 'authorized', amount: 700, currency: 'USD', method: 'card' });
    const view = { link: link({ order_id: 'order_1' }), attempts: [own] };
    expect(approvedOf(view, own)).toMatchObject({ amount: 700, currency: 'USD', captured: 0, method: 'card' });
    expect(approvedOf(view, own).ids).toEqual([
      { kind: 'payment_link', id: 'plink_1' },
      { kind: 'order', id: 'order_1' },
      { kind: 'payment', id: 'pay_1' },
    ]);
  });
});

describe('declines', () => {
  it.each([
    ['card', 'insufficient_funds', 'insufficient_funds'],
    ['card', 'card_expired', 'expired_card'],
    ['card', 'incorrect_otp', 'otp_failed'],
    ['card', 'authentication_failed', 'authentication_failed'],
    ['card', 'payment_cancelled', 'authentication_failed'],
    ['card', 'payment_risk_check_failed', 'card_declined'],
    ['netbanking', 'some_new_reason', 'card_declined'],
    ['upi', 'payment_cancelled', 'upi_rejected'],
    ['upi', 'insufficient_balance', 'insufficient_funds'],
    ['upi', 'invalid_vpa', 'invalid_instrument'],
    ['upi', 'gateway_technical_error', 'upi_declined'],
    ['upi', 'constructor', 'upi_declined'],
    [null, null, 'card_declined'],
  ])('by %s, %s is %s', (method, reason, expected) => {
    const decline = declineOf({ method, error_reason: reason });
    expect(decline.reason).toBe(expected);
    expect(Object.keys(PAYMENT_DECLINES)).toContain(decline.reason);
    expect(decline.description).toMatch(/\w/);
  });
});

describe('keys of refunds', () => {
  it('have letters, digits, - and _ only, at least 10 of them, and differ as ours do', () => {
    const key = refundKey('rfnd_0123456789abcdef:refund:12')['x-refund-idempotency'];
    expect(key).toBe('rfnd_0123456789abcdef-refund-12');
    expect(key).toMatch(/^[A-Za-z0-9_-]{10,}$/);
  });
});
