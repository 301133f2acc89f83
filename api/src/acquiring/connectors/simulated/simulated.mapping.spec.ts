import { describe, expect, it } from '@jest/globals';
import {
  type AcquirerResponse,
  cancelResult,
  captureResult,
  chargeResult,
  closeRefundResult,
  findCaptureResult,
  findRefundResult,
  newChargeResult,
  refundResult,
  reversalResult,
  UnexpectedResponse,
} from './simulated.mapping.js';

const ok = (body: object): AcquirerResponse => ({ status: 200, body: { id: 'sim_1', ...body } });
const error = (status: number, code: string): AcquirerResponse => ({
  status,
  body: { id: 'sim_1', error: { code, message: 'A reason for people' } },
});

describe('a charge', () => {
  it.each<[string, AcquirerResponse, object]>([
    ['captured', ok({ status: 'captured' }), { outcome: 'approved', connectorReference: 'sim_1' }],
    ['authorized', ok({ status: 'authorized' }), { outcome: 'approved', connectorReference: 'sim_1' }],
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
    ['a closed reference', error(410, 'reference_closed'), { outcome: 'cancelled' }],
    ['an unknown reference', error(404, 'charge_not_found'), { outcome: 'not_found' }],
  ])('%s', (_, response, result) => expect(chargeResult(response)).toMatchObject(result));
});

/** Each of them leaves the outcome unknown: the charge may have been carried out. */
const UNKNOWN: [string, AcquirerResponse][] = [
  ...[400, 401, 403, 409, 422, 429, 500, 502, 503].map((status): [string, AcquirerResponse] => [
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
  ['201', { status: 201, body: { id: 'sim_1', status: 'captured' } }],
  ['a success without an id', { status: 200, body: { status: 'captured' } }],
  ['pending without a delay', ok({ status: 'pending' })],
  ['an action that is not documented', ok({ status: 'requires_action', action: { type: 'redirect' } })],
];

describe.each([
  ['chargeResult', chargeResult],
  ['newChargeResult', newChargeResult],
  ['captureResult', captureResult],
  ['findCaptureResult', findCaptureResult],
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
  const captured = ok({ status: 'captured' });
  const cancelled: AcquirerResponse = { status: 200, body: { status: 'cancelled' } };

  it('a call that makes a charge or refund cannot find none', () => {
    for (const resultOf of [newChargeResult, captureResult, cancelResult, reversalResult])
      expect(() => resultOf(error(404, 'charge_not_found'))).toThrow(UnexpectedResponse);
    for (const resultOf of [refundResult, closeRefundResult])
      expect(() => resultOf(error(404, 'refund_not_found'))).toThrow(UnexpectedResponse);
  });

  it('a capture is found once there is one', () => {
    expect(captureResult(error(402, 'already_captured'))).toMatchObject({ reason: 'already_captured' });
    expect(findCaptureResult(captured)).toMatchObject({ outcome: 'approved' });
    for (const none of [ok({ status: 'authorized' }), error(402, 'card_declined'), error(410, 'reference_closed')])
      expect(findCaptureResult(none)).toEqual({ outcome: 'not_found' });
  });

  it('a cancel returns how the charge ended', () => {
    expect(cancelResult(cancelled)).toEqual({ outcome: 'cancelled' });
    expect(cancelResult(captured)).toMatchObject({ outcome: 'approved' });
    expect(cancelResult(error(402, 'card_declined'))).toMatchObject({ outcome: 'declined' });
    expect(reversalResult(cancelled)).toEqual({ outcome: 'cancelled' });
    expect(() => reversalResult(captured)).toThrow(UnexpectedResponse);
  });

  it('a refund', () => {
    expect(refundResult(ok({ status: 'processed' }))).toEqual({ outcome: 'approved', connectorReference: 'sim_1' });
    expect(refundResult(ok({ status: 'pending', retry_after_ms: 0 }))).toMatchObject({ retryAfterMs: 1 });
    expect(refundResult(error(402, 'refund_declined'))).toMatchObject({ reason: 'refund_declined' });
    expect(findRefundResult(error(404, 'refund_not_found'))).toEqual({ outcome: 'not_found' });
    expect(closeRefundResult(cancelled)).toEqual({ outcome: 'cancelled' });
  });
});
