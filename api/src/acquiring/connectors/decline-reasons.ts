import type { ReasonTable } from '../../platform/errors/input-reasons.js';

/**
 * `error_reason` of a failed payment. A connector maps its bank's reasons to these, unclear ones to `card_declined` or
 * `upi_declined`.
 */
export const PAYMENT_DECLINES = {
  card_declined: [
    'the bank of the card declined it without a finer reason',
    'the shopper asks their bank, or pays otherwise',
  ],
  insufficient_funds: ['the account has not enough money', 'the shopper pays otherwise'],
  expired_card: ['the bank reports that the card has expired', 'the shopper uses another card'],
  otp_failed: ['the one-time password was wrong three times', 'the shopper starts again'],
  upi_declined: ['the bank declined the UPI payment', 'the shopper tries again, or pays otherwise'],
  upi_rejected: ['the payer rejected the request in the UPI app', 'nothing; they did not want to pay'],
  invalid_instrument: ['the bank does not know the card or UPI address', 'the shopper corrects it'],
  authentication_failed: [
    'the shopper did not pass the 3-D Secure check of the card',
    'the shopper tries again, or pays otherwise',
  ],
  amount_mismatch: [
    'the acquirer approved another amount or currency than was asked for; all of it is given back',
    "compare the connection's settings at the acquirer; then create a new payment",
  ],
  released: [
    'the merchant released it while its outcome was unknown; money that still comes is given back',
    'create a new payment',
  ],
  bank_timeout: [
    'the bank never answered; the reference was closed there, and nothing was charged',
    'create a new payment',
  ],
  order_already_paid: [
    'another payment of the order won; this one was not charged, or was given back',
    'nothing; the order is paid',
  ],
  no_connection: [
    'no enabled connection of the merchant takes the payment; nothing was charged',
    'the merchant enables or adds a connection',
  ],
  order_expired: ['the order expired before the payment reached the bank; nothing was charged', 'create a new order'],
  order_cancelled: [
    'the order was cancelled before the payment reached the bank; nothing was charged',
    'create a new order',
  ],
} as const satisfies ReasonTable;

/** `error_reason` of a failed refund. */
export const REFUND_DECLINES = {
  refund_declined: ['the bank declined it', 'refund by other means, or try again later'],
  refund_exceeds_captured: [
    "the bank has less left of the charge than the gateway's books",
    "compare the gateway's books with the bank's",
  ],
  charge_not_found: ['the bank does not know the charge', "compare the gateway's books with the bank's"],
  charge_not_approved: ["the bank's charge is not approved", "compare the gateway's books with the bank's"],
  refund_cancelled: ["the refund's reference was closed at the bank before it arrived", 'create a new refund'],
  bank_timeout: [
    'the bank never answered; the reference was closed there, and nothing was refunded',
    'create a new refund',
  ],
} as const satisfies ReasonTable;

/** Reasons for declining a capture. The payment stays authorised, so no response shows them. */
export const CAPTURE_DECLINES = [
  'charge_not_found',
  'charge_not_approved',
  'already_captured',
  'capture_exceeds_authorised',
] as const;

export type PaymentDecline = keyof typeof PAYMENT_DECLINES;
export type RefundDecline = keyof typeof REFUND_DECLINES;
export type DeclineReason = PaymentDecline | RefundDecline | (typeof CAPTURE_DECLINES)[number];

/** The OpenAPI schema of `error_reason`. */
export const errorReason = (reasons: ReasonTable) =>
  ({ type: 'string', enum: [...Object.keys(reasons), null], nullable: true, example: null }) as const;
