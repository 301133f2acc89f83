import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../platform/errors/api-error.js';
import type { NextState } from './leased-charge.js';
import {
  cancelAction,
  captureAction,
  type PaymentAction,
  type PaymentNow,
  releaseAction,
  stepUpAction,
} from './payment-action.js';

const now = (fields: Partial<PaymentNow> = {}): PaymentNow => ({
  status: 'success',
  captured: false,
  amount: 500,
  amountCaptured: 0,
  captureAmount: null,
  cancelRequested: false,
  version: 4,
  needsAdoption: false,
  actionType: null,
  actionOpen: null,
  errorReason: null,
  body: '{}',
  publicBody: '{}',
  ...fields,
});
const said = (state: string | ApiError | null) => (state instanceof ApiError ? state.reason : state);
const stateOf = (action: PaymentAction, fields: Partial<PaymentNow>, begunAt: string | null = null) =>
  said(action.stateOf(now(fields), begunAt));

describe('a capture that could not take the payment', () => {
  it.each<[string, number | undefined, Partial<PaymentNow>, string]>([
    ['waits for another capture of the same amount', 500, { captureAmount: 500 }, 'wait'],
    ['waits for the worker that has an authorised payment', undefined, {}, 'wait'],
    ['is done if that amount is captured', 200, { captured: true, amountCaptured: 200 }, 'done'],
    [
      'is refused if another amount is captured',
      300,
      { captured: true, amountCaptured: 200 },
      'payment_not_capturable',
    ],
    ['is refused beside a capture of another amount', 300, { captureAmount: 200 }, 'payment_not_capturable'],
    ['is refused once a cancel is requested', undefined, { cancelRequested: true }, 'payment_not_capturable'],
    ['is refused before the payment is authorised', undefined, { status: 'processing' }, 'payment_not_capturable'],
    ['is refused above the authorised amount', 501, {}, 'capture_exceeds_authorised'],
  ])('%s', (_, amount, fields, expected) => {
    expect(stateOf(captureAction(amount), fields)).toBe(expected);
  });
});

describe('a cancel that could not take the payment', () => {
  it.each<[string, Partial<PaymentNow>, string]>([
    ['is done if the payment is cancelled', { status: 'cancelled' }, 'done'],
    ['waits while the payment is at the bank', { status: 'processing' }, 'wait'],
    ['waits while the shopper has to act', { status: 'requires_action' }, 'wait'],
    ['waits for an authorised payment', {}, 'wait'],
    ['is refused beside a capture', { captureAmount: 500 }, 'payment_not_cancellable'],
    ['is refused once captured', { captured: true }, 'payment_not_cancellable'],
    ['is refused once failed', { status: 'failed' }, 'payment_not_cancellable'],
  ])('%s', (_, fields, expected) => {
    expect(stateOf(cancelAction(), fields)).toBe(expected);
  });
});

describe('a release that could not take the payment', () => {
  it.each<[string, Partial<PaymentNow>, string]>([
    ['is done if the payment was released', { status: 'failed', errorReason: 'released' }, 'done'],
    ['waits while the acquirer is asked to close it', { status: 'processing', cancelRequested: true }, 'wait'],
    ['is refused while nobody has asked for a close', { status: 'processing' }, 'payment_not_releasable'],
    ['is refused once approved', { status: 'success', cancelRequested: true }, 'payment_not_releasable'],
    ['is refused once declined', { status: 'failed', errorReason: 'card_declined' }, 'payment_not_releasable'],
  ])('%s', (_, fields, expected) => {
    expect(stateOf(releaseAction(), fields)).toBe(expected);
  });
});

describe('an answer to a step-up that could not take the payment', () => {
  const waiting: Partial<PaymentNow> = { status: 'requires_action', actionType: 'otp', actionOpen: true };
  it.each<[string, Partial<PaymentNow>, string | null, string]>([
    ['waits while the bank has an answer', { status: 'processing', actionType: 'otp' }, null, 'wait'],
    ['waits for the first request under its key', { status: 'processing' }, '3', 'wait'],
    ['waits for an open step-up', waiting, null, 'wait'],
    ['is done two versions after the first request began', { status: 'failed', version: 5 }, '3', 'done'],
    ['is refused once the payment has changed again', { status: 'failed', version: 6 }, '3', 'payment_moved_on'],
    [
      'is refused if the other kind of answer is expected',
      { ...waiting, actionType: 'upi_approve' },
      null,
      'other_action_expected',
    ],
    ['is refused once the step-up has expired', { ...waiting, actionOpen: false }, null, 'no_action_expected'],
    ['is refused once a cancel is requested', { ...waiting, cancelRequested: true }, null, 'no_action_expected'],
    ['is refused if there is no step-up', { status: 'failed' }, null, 'no_action_expected'],
  ])('%s', (_, fields, begunAt, expected) => {
    expect(stateOf(stepUpAction({ otp: '123456' }), fields, begunAt)).toBe(expected);
  });
});

describe('after the call to the bank', () => {
  it.each<[string, PaymentAction, NextState, string | null]>([
    [
      'a capture succeeds by capturing',
      captureAction(undefined),
      { status: 'success', charge: 'approved', capturedNow: 500 },
      null,
    ],
    [
      'a refused capture is refused',
      captureAction(undefined),
      { status: 'success', charge: 'approved', untilCapture: true },
      'payment_not_capturable',
    ],
    [
      'an unanswered capture is to be repeated',
      captureAction(undefined),
      { status: 'success', charge: 'approved', open: 'unknown' },
      'bank_not_answered',
    ],
    ['a cancel succeeds by cancelling', cancelAction(), { status: 'cancelled', charge: 'closed' }, null],
    [
      'a cancel that came too late is refused',
      cancelAction(),
      { status: 'success', charge: 'approved' },
      'payment_not_cancellable',
    ],
    [
      'a cancel that is pending is to be repeated',
      cancelAction(),
      { status: 'processing', charge: 'open', open: 'pending' },
      'bank_not_answered',
    ],
    [
      'a wrong OTP is a response, not a refusal',
      stepUpAction({ otp: '1' }),
      { status: 'requires_action', charge: 'open' },
      null,
    ],
    [
      'an unanswered OTP is to be repeated',
      stepUpAction({ otp: '1' }),
      { status: 'processing', charge: 'open', open: 'unknown' },
      'bank_not_answered',
    ],
  ])('%s', (_, action, next, expected) => {
    expect(said(action.errorAfter(next))).toBe(expected);
  });
});
