import type { ErrorReason } from '../../platform/errors/api-error.js';
import type { StripeKind } from './stripe-ids.js';

/** Stripe's words for reasons of the gateway. Others keep the gateway's reason as their code. */
export const CODES: Readonly<Partial<Record<ErrorReason, string>>> = {
  unknown_parameter: 'parameter_unknown',
  missing_parameter: 'parameter_missing',
  invalid_parameter: 'parameter_invalid',
  invalid_cursor: 'parameter_invalid',
  order_payment_under_way: 'payment_intent_unexpected_state',
  order_already_paid: 'payment_intent_unexpected_state',
  order_cancelled: 'payment_intent_unexpected_state',
  order_expired: 'payment_intent_unexpected_state',
  payment_not_capturable: 'payment_intent_unexpected_state',
  payment_not_cancellable: 'payment_intent_unexpected_state',
  capture_exceeds_authorised: 'amount_too_large',
  refund_exceeds_captured: 'amount_too_large',
  idempotency_key_in_flight: 'idempotency_key_in_use',
  object_busy: 'lock_timeout',
  invalid_card_number: 'incorrect_number',
  invalid_expiry: 'invalid_expiry_year',
  invalid_cvv: 'invalid_cvc',
};

/** Stripe's names for fields of the gateway. */
export const PARAMS: Readonly<Record<string, string>> = {
  order_id: 'payment_intent',
  payment_id: 'charge',
  notes: 'metadata',
  receipt: 'client_reference_id',
  contact: 'phone',
  'customer.id': 'customer',
  'customer.email': 'customer_email',
  'card.number': 'number',
  'card.cvv': 'cvc',
  'card.expiry_month': 'exp_month',
  'card.expiry_year': 'exp_year',
  'Idempotency-Key': 'idempotency_key',
};

/** What does not exist, by the reason. */
export const MISSING: Readonly<Partial<Record<ErrorReason, StripeKind>>> = {
  order_not_found: 'payment_intent',
  payment_not_found: 'charge',
  refund_not_found: 'refund',
  customer_not_found: 'customer',
  event_not_found: 'event',
  endpoint_not_found: 'webhook_endpoint',
};
