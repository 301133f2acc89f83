import type { Charge, ChargeStatus } from './charge.js';
import type { DeclineReason } from './decline-reasons.js';
import type { Refund } from './refund.js';
import type { Proof } from './results.js';
import type { Outcome } from './scripts.js';

/** Rows as `pg` returns them: a bigint is a string. Amounts are safe integers. */
export interface ChargeRow {
  reference: string;
  merchant_id: string;
  amount: string;
  currency: string;
  capture: 'automatic' | 'manual';
  instrument: string;
  outcome: Outcome;
  status: ChargeStatus;
  ready_in_ms: number;
  otp_attempts_left: number;
  captured_amount: string;
  refunded_amount: string;
  reversed_amount: string;
  disputed_amount: string;
  bank_reference: string;
  decline_reason: DeclineReason | null;
  proof: Proof | null;
  notification_url: string | null;
  charge_calls: number;
  version: number;
}

export interface RefundRow {
  charge_reference: string;
  amount: string;
  currency: string;
  status: Refund['status'];
  ready_in_ms: number;
  bank_reference: string;
  decline_reason: DeclineReason | null;
}

export function toCharge(row: ChargeRow): Charge {
  return {
    reference: row.reference,
    merchantId: row.merchant_id,
    amount: Number(row.amount),
    currency: row.currency,
    capture: row.capture,
    instrument: row.instrument,
    outcome: row.outcome,
    status: row.status,
    readyInMs: row.ready_in_ms,
    otpAttemptsLeft: row.otp_attempts_left,
    capturedAmount: Number(row.captured_amount),
    refundedAmount: Number(row.refunded_amount),
    reversedAmount: Number(row.reversed_amount),
    disputedAmount: Number(row.disputed_amount),
    connectorReference: row.bank_reference,
    declineReason: row.decline_reason,
    proof: row.proof,
    notificationUrl: row.notification_url ?? undefined,
    version: row.version,
  };
}

export function toRefund(row: RefundRow): Refund {
  return {
    chargeReference: row.charge_reference,
    status: row.status,
    amount: Number(row.amount),
    currency: row.currency,
    readyInMs: row.ready_in_ms,
    connectorReference: row.bank_reference,
    declineReason: row.decline_reason,
  };
}
