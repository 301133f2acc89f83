import type { PaymentDecline } from '../decline-reasons.js';

/**
 * `decline_code` of a card's bank, or `code` of Stripe, by the gateway's reason. What the table does not name, among it
 * all that must not be told to the shopper (fraudulent, stolen_card, …), is `card_declined`.
 */
const REASONS: Readonly<Record<string, PaymentDecline>> = {
  insufficient_funds: 'insufficient_funds',
  withdrawal_count_limit_exceeded: 'insufficient_funds',
  card_velocity_exceeded: 'insufficient_funds',
  expired_card: 'expired_card',
  incorrect_number: 'invalid_instrument',
  invalid_number: 'invalid_instrument',
  invalid_account: 'invalid_instrument',
  new_account_information_available: 'invalid_instrument',
  incorrect_cvc: 'invalid_instrument',
  invalid_cvc: 'invalid_instrument',
  invalid_expiry_month: 'invalid_instrument',
  invalid_expiry_year: 'invalid_instrument',
  authentication_required: 'authentication_failed',
  authentication_not_handled: 'authentication_failed',
  payment_intent_authentication_failure: 'authentication_failed',
  mobile_device_authentication_required: 'authentication_failed',
};

interface Failure {
  code?: string | null | undefined;
  decline_code?: string | null | undefined;
}

/** The bank's own code is finer than Stripe's. */
export function declineReasonOf({ code, decline_code: bank }: Failure): PaymentDecline {
  const named = [bank, code].find((one) => typeof one === 'string' && Object.hasOwn(REASONS, one));
  return REASONS[named ?? ''] ?? 'card_declined';
}
