import { describe, expect, it } from '@jest/globals';
import {
  cancelResult,
  captureResult,
  chargeResult,
  closeRefundResult,
  findRefundResult,
  newChargeResult,
  pageResult,
  refundResult,
  reversalResult,
  UnexpectedResponse,
} from './simulated.mapping.js';
import type { JsonResponse } from '../json-client.js';

const ok = (body: object): JsonResponse => ({ status: 200, body: { id: 'sim_1', ...body } });
const error = (status: number, code: string): JsonResponse => ({
  status,
  body: { id: 'sim_1', error: { code, message: 'A reason for people' } },
});

const MONEY = { amount: 500, currency: 'INR' };
const CAPTURED = ok({ status: 'captured', ...MONEY, captured: 500 });
const AUTHORISED = ok({ status: 'authorized', ...MONEY, captured: 0 });
const closedWith = (proof: string): JsonResponse => ({
  status: 410,
  body: { error: { code: 'reference_closed' }, proof },
});

describe('a charge', () => {
  it.each<[string, JsonResponse, object]>([
    ['captured', CAPTURED, { outcome: 'approved', connectorReference: 'sim_1', ...MONEY, captured: 500 }],
    ['authorized', AUTHORISED, { outcome: 'approved', connectorReference: 'sim_1', ...MONEY, captured: 0 }],
    [
      'on a page, partly refunded and disputed',
      ok({ status: 'captured', ...MONEY, captured: 500, method: 'upi', refunded: 100, disputed: 7 }),
      { outcome: 'approved', method: 'upi', refunded: 100, disputed: 7 },
    ],
    [
      'a challenge of the card',
      ok({ status: 'requires_action', action: { type: 'redirect', url: 'https://pay' } }),
      { outcome: 'requires_action', action: { type: 'redirect', url: 'https://pay' } },
    ],
    [
      'pending',
      ok({ status: 'pending', retry_after_ms: 40 }),
      { outcome: 'pending', retryAfterMs: 40, connectorReference: 'sim_1' },
    ],
    [
      'an OTP',
      ok({ status: 'requires_action', action: { type: 'otp', attempts_left: 2 } }),
      { outcome: 'requires_action', action: { type: 'otp', attemptsLeft: 2 }, connectorReference: 'sim_1' },
    ],
    [
      'an approval in an app',
      ok({ status: 'requires_action', action: { type: 'upi_approve', upi_link: 'upi://pay?x' } }),
      { outcome: 'requires_action', action: { type: 'upi_approve', upiLink: 'upi://pay?x' } },
    ],
    [
      'a decline',
      error(402, 'insufficient_funds'),
      { outcome: 'declined', reason: 'insufficient_funds', description: 'A reason for people' },
    ],
    ['a failed challenge', error(402, 'authentication_failed'), { outcome: 'declined' }],
    ['a closed reference', error(410, 'reference_closed'), { outcome: 'cancelled', proven: false }],
    ['a reference that was closed unused', closedWith('no_charge'), { outcome: 'cancelled', proven: true }],
    ['one of which an attempt had begun', closedWith('attempt_begun'), { outcome: 'cancelled', proven: false }],
    ['an unknown reference', error(404, 'charge_not_found'), { outcome: 'not_found' }],
  ])('%s', (_, response, result) => expect(chargeResult(response)).toMatchObject(result));
});

/** Each of them leaves the outcome unknown: the charge may have been carried out. */
const UNKNOWN: [string, JsonResponse][] = [
  ...[400, 401, 403, 409, 422, 429, 500, 502, 503].map((status): [string, JsonResponse] => [
    `${status}`,
    error(status, 'card_declined'),
  ]),
  ['402 with a code that is not documented', error(402, 'something_new')],
  ["402 with a reason of the gateway's own", error(402, 'bank_timeout')],
  ['404 of another path', error(404, 'unknown_path')],
  ['410 with another code', error(410, 'gone')],
  ['a redirect', { status: 302, body: undefined }],
  ['HTML', { status: 200, body: undefined }],
  ['an HTML error', { status: 404, body: undefined }],
  ['an empty object', { status: 200, body: {} }],
  ['a list', { status: 200, body: [] }],
  ['null', { status: 200, body: null }],
  ['an unknown status', ok({ status: 'settled' })],
  ['a success without an amount', ok({ status: 'captured', currency: 'INR', captured: 500 })],
  ['a success with an amount as text', ok({ status: 'captured', ...MONEY, captured: '500' })],
  ['a success without a currency', ok({ status: 'captured', amount: 500, captured: 500 })],
  ['201', { status: 201, body: { id: 'sim_1', status: 'captured' } }],
  ['a success without an id', { status: 200, body: { status: 'captured' } }],
  ['pending without a delay', ok({ status: 'pending' })],
  ['an action that is not documented', ok({ status: 'requires_action', action: { type: 'redirect' } })],
];

describe.each([
  ['chargeResult', chargeResult],
  ['newChargeResult', newChargeResult],
  ['captureResult', captureResult],
  ['cancelResult', cancelResult],
  ['reversalResult', reversalResult],
  ['refundResult', refundResult],
  ['findRefundResult', findRefundResult],
  ['closeRefundResult', closeRefundResult],
])('%s', (_, resultOf) => {
  it.each(UNKNOWN)('%s is unknown', (__, response) => {
    expect(() => resultOf(response)).toThrow(UnexpectedResponse);
  });
});

describe('the other calls', () => {
  const cancelled: JsonResponse = { status: 200, body: { status: 'cancelled' } };
  const unused: JsonResponse = { status: 200, body: { status: 'cancelled', proof: 'no_charge' } };

  it('a call that makes a charge or refund cannot find none', () => {
    for (const resultOf of [newChargeResult, captureResult, cancelResult, reversalResult])
      expect(() => resultOf(error(404, 'charge_not_found'))).toThrow(UnexpectedResponse);
    for (const resultOf of [refundResult, closeRefundResult])
      expect(() => resultOf(error(404, 'refund_not_found'))).toThrow(UnexpectedResponse);
  });

  it('a capture states what was taken', () => {
    expect(captureResult(error(402, 'already_captured'))).toMatchObject({ reason: 'already_captured' });
    expect(captureResult(CAPTURED)).toMatchObject({ outcome: 'approved', captured: 500 });
  });

  it('a page is not shown unless it is open and has an address', () => {
    const page = { object: 'page', id: 'pg_1', status: 'open', url: 'https://pay' };
    expect(pageResult(ok(page))).toEqual({
      ...{ outcome: 'requires_action', action: { type: 'redirect', url: 'https://pay' } },
      ids: [{ kind: 'page', id: 'pg_1' }],
    });
    for (const wrong of [{ status: 'closed' }, { object: 'charge' }, { url: undefined }, { url: 7 }])
      expect(() => pageResult(ok({ ...page, ...wrong }))).toThrow(UnexpectedResponse);
  });

  it.each([
    [429, 'limited', true],
    [409, 'in_progress', true],
    [409, 'idempotency_key_reused', false],
    [500, 'internal_error', false],
  ])('%s %s: refused without a look: %s', (status, code, isRefused) => {
    expect(new UnexpectedResponse(error(status, code)).isRefused).toBe(isRefused);
  });

  it('a cancel returns how the charge ended', () => {
    expect(cancelResult(cancelled)).toEqual({ outcome: 'cancelled', proven: false });
    expect(cancelResult(unused)).toEqual({ outcome: 'cancelled', proven: true });
    expect(cancelResult(CAPTURED)).toMatchObject({ outcome: 'approved' });
    expect(cancelResult(error(402, 'card_declined'))).toMatchObject({ outcome: 'declined' });
    expect(reversalResult(cancelled)).toMatchObject({ outcome: 'cancelled' });
    expect(reversalResult(error(402, 'refund_declined'))).toMatchObject({ outcome: 'declined' });
    expect(() => reversalResult(CAPTURED)).toThrow(UnexpectedResponse);
  });

  it('a refund', () => {
    expect(refundResult(ok({ status: 'processed', ...MONEY }))).toEqual({
      ...{ outcome: 'approved', connectorReference: 'sim_1', ...MONEY, captured: 500 },
    });
    expect(refundResult(ok({ status: 'pending', retry_after_ms: 0 }))).toMatchObject({ retryAfterMs: 1 });
    expect(refundResult(error(402, 'refund_declined'))).toMatchObject({ reason: 'refund_declined' });
    expect(findRefundResult(error(404, 'refund_not_found'))).toEqual({ outcome: 'not_found' });
    expect(closeRefundResult(cancelled)).toEqual({ outcome: 'cancelled', proven: true });
  });
});
