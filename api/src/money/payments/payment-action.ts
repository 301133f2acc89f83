import type { ActionSubmission } from '../../acquiring/connectors/connector.js';
import type { Statement } from '../../platform/database/sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { LeasedCharge, NextState } from './leased-charge.js';
import {
  STEP_UP_VERSIONS,
  TAKE_FOR_CANCEL,
  TAKE_FOR_CAPTURE,
  TAKE_FOR_RELEASE,
  TAKE_FOR_STEP_UP,
} from './payment-actions.queries.js';
import type { PaymentStatus } from './payment.states.js';

/** A payment that an action could not take, as it is now. */
export interface PaymentNow {
  status: PaymentStatus;
  captured: boolean;
  amount: number;
  amountCaptured: number;
  captureAmount: number | null;
  cancelRequested: boolean;
  version: number;
  /** The bank has it, and it has no charge: it is of the version before charges. */
  needsAdoption: boolean;
  actionType: string | null;
  actionOpen: boolean | null;
  errorReason: string | null;
  body: string;
  publicBody: string;
}

/**
 * The state of an action that could not take the payment. `wait`: another process is calling the bank for it or has
 * just finished, so the action may still succeed. An error: it cannot.
 */
export type ActionState = 'wait' | 'done' | ApiError;

/** The calls of BankCalls that a request makes. */
export interface ActionCalls {
  capture(charge: LeasedCharge): Promise<NextState>;
  cancel(charge: LeasedCharge): Promise<NextState>;
  submitAction(charge: LeasedCharge, submission: ActionSubmission): Promise<NextState>;
  released(charge: LeasedCharge): NextState;
}

/** The parts in which capture, cancel and a step-up differ. */
export interface PaymentAction {
  /** Stores the request on the payment's charge and leases it. `value` is the statement's fourth parameter. */
  readonly take: Statement;
  readonly value: string | number | null;
  call(bank: ActionCalls, charge: LeasedCharge): Promise<NextState>;
  /** `begunAt`: the payment's version when this request began under its key; null if it has not begun. */
  stateOf(payment: PaymentNow, begunAt: string | null): ActionState;
  /** The error of the response after the call; null if the action succeeded. */
  errorAfter(next: NextState): ApiError | null;
}

/** `amount` undefined: the whole payment. */
export function captureAction(amount: number | undefined): PaymentAction {
  const refused = new ApiError('payment_not_capturable', 'Payment not in capturable state');
  return {
    take: TAKE_FOR_CAPTURE,
    value: amount ?? null,
    call: (bank, charge) => bank.capture(charge),
    stateOf(payment) {
      const wanted = amount ?? payment.amount;
      if (wanted > payment.amount) return captureExceeds(payment.amount);
      if (payment.captured) return payment.amountCaptured === wanted ? 'done' : refused;
      if (payment.status !== 'success' || payment.cancelRequested) return refused;
      return (payment.captureAmount ?? wanted) === wanted ? 'wait' : refused;
    },
    errorAfter: (next) => (next.capturedNow ? null : next.open ? bankNotAnswered() : refused),
  };
}

export function cancelAction(): PaymentAction {
  const refused = new ApiError('payment_not_cancellable', 'Payment cannot be cancelled');
  return {
    take: TAKE_FOR_CANCEL,
    value: 'requested',
    call: (bank, charge) => bank.cancel(charge),
    stateOf({ status, captured, captureAmount }) {
      if (status === 'cancelled') return 'done';
      const isOpen = status === 'processing' || status === 'requires_action' || (status === 'success' && !captured);
      return isOpen && captureAmount === null ? 'wait' : refused;
    },
    errorAfter: (next) => (next.status === 'cancelled' ? null : next.open ? bankNotAnswered() : refused),
  };
}

/**
 * Ends a payment whose acquirer does not say whether it has closed the charge. The merchant accepts that the charge may
 * still be approved: it is watched, and what comes is given back.
 */
export function releaseAction(): PaymentAction {
  return {
    take: TAKE_FOR_RELEASE,
    value: null,
    call: (bank, charge) => Promise.resolve(bank.released(charge)),
    stateOf({ status, errorReason, cancelRequested }) {
      if (status === 'failed' && errorReason === 'released') return 'done';
      const isOpen = status === 'processing' || status === 'requires_action';
      return isOpen && cancelRequested ? 'wait' : notReleasable();
    },
    errorAfter: () => null,
  };
}

/**
 * Submits the shopper's OTP or approval. It is not stored, so a repeated request cannot submit it again. A repeat
 * returns the outcome of the first request, as long as the payment's version shows that it has not changed since.
 */
export function stepUpAction(submission: ActionSubmission): PaymentAction {
  const type = 'otp' in submission ? 'otp' : 'upi_approve';
  return {
    take: TAKE_FOR_STEP_UP,
    value: type,
    call: (bank, charge) => bank.submitAction(charge, submission),
    stateOf(payment, begunAt) {
      const { status, version, actionType } = payment;
      if (status === 'processing' && (begunAt !== null || actionType !== null)) return 'wait';
      if (begunAt !== null) return version === Number(begunAt) + STEP_UP_VERSIONS ? 'done' : paymentMovedOn();
      if (status !== 'requires_action') return noActionExpected();
      if (actionType !== null && actionType !== type) return otherActionExpected(actionType);
      return payment.actionOpen && !payment.cancelRequested ? 'wait' : noActionExpected();
    },
    errorAfter: (next) => (next.open === 'unknown' ? bankNotAnswered() : null),
  };
}

export function bankNotAnswered(): ApiError {
  return new ApiError('bank_not_answered', 'The bank has not answered yet: repeat the request to learn the result', {
    retryAfterSeconds: 2,
  });
}

const notReleasable = () =>
  new ApiError('payment_not_releasable', 'Only a cancelled payment whose acquirer does not answer can be released');
const captureExceeds = (amount: number) =>
  new ApiError('capture_exceeds_authorised', `amount must be at most ${amount}`, { field: 'amount' });
const otherActionExpected = (actionType: string) =>
  new ApiError('other_action_expected', `This payment waits for ${actionType}`);
const noActionExpected = () => new ApiError('no_action_expected', 'This payment waits for no action');
const paymentMovedOn = () =>
  new ApiError('payment_moved_on', 'The payment has changed since this request: read it to get its present state');
