import type { DeclineReason as AnyReason } from '../../connectors/decline-reasons.js';

/** The bank's reasons for a decline, with the description for people. The reason becomes `error_reason`. */
export const DECLINE_REASONS = {
  card_declined: 'The card was declined by its bank',
  insufficient_funds: 'The account has insufficient funds',
  expired_card: 'The card has expired',
  authentication_failed: 'The bank of the card could not confirm that it is the shopper',
  otp_failed: 'The one-time password was wrong too often',
  upi_declined: 'The UPI payment was declined by the bank',
  upi_rejected: 'The payer rejected the request in the UPI app',
  invalid_instrument: 'The bank does not know this instrument',
  charge_not_found: 'The bank has no such charge',
  charge_not_approved: 'The charge is not approved',
  already_captured: 'The charge was captured with another amount',
  capture_exceeds_authorised: 'The capture is not between 1 and the authorised amount',
  refund_declined: 'The refund was declined by the bank',
  refund_exceeds_captured: 'The refund exceeds what is left of the captured amount',
  refund_cancelled: 'The refund was closed before it reached the bank',
} as const satisfies Partial<Record<AnyReason | 'authentication_failed', string>>;

export type DeclineReason = keyof typeof DECLINE_REASONS;
