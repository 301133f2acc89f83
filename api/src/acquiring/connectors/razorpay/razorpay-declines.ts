import type { PaymentDecline } from '../decline-reasons.js';

/** `error_reason` of a failed payment, from Razorpay's pages about errors of cards, UPI, netbanking and wallets. */
const REASONS: Readonly<Record<string, PaymentDecline>> = {
  insufficient_funds: 'insufficient_funds',
  insufficient_balance: 'insufficient_funds',
  card_expired: 'expired_card',
  invalid_expiry_date: 'expired_card',
  incorrect_otp: 'otp_failed',
  invalid_otp: 'otp_failed',
  otp_attempts_exceeded: 'otp_failed',
  incorrect_pin: 'otp_failed',
  pin_attempts_exceeded: 'otp_failed',
  authentication_failed: 'authentication_failed',
  card_not_enrolled: 'authentication_failed',
  incorrect_cvv: 'invalid_instrument',
  incorrect_card_details: 'invalid_instrument',
  card_number_invalid: 'invalid_instrument',
  invalid_vpa: 'invalid_instrument',
  debit_instrument_inactive: 'invalid_instrument',
  debit_instrument_blocked: 'invalid_instrument',
  card_disabled_for_online_payments: 'invalid_instrument',
};
/** By UPI the payer rejects in the app; elsewhere the shopper left the page. */
const CANCELLED = new Set(['payment_cancelled', 'payment_collect_request_expired', 'payment_declined_by_customer']);

/** A failed payment as Razorpay states it. */
export interface FailedPayment {
  method: string | null;
  error_reason?: string | null | undefined;
  error_description?: string | null | undefined;
}

/** The gateway's reason. One that is not in the table is a decline without a finer reason. */
export function declineOf({ method, error_reason: reason, error_description: text }: FailedPayment) {
  const description = text ?? 'The payment was declined without a reason';
  return { reason: reasonOf(method, reason ?? ''), description };
}

function reasonOf(method: string | null, reason: string): PaymentDecline {
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason]!;
  if (method !== 'upi') return CANCELLED.has(reason) ? 'authentication_failed' : 'card_declined';
  return CANCELLED.has(reason) ? 'upi_rejected' : 'upi_declined';
}
