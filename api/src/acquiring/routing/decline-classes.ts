import type { PaymentDecline } from '../connectors/decline-reasons.js';

/**
 * Whether a payment is tried at another account after a decline, by its reason. The reasons that are missing say that
 * money moved or may move, or that the payment ended for another cause: after those a payment never moves. `default` is
 * what a merchant has that has not chosen.
 */
export const DECLINE_CLASSES = {
  card_declined: { default: true, because: 'another acquirer may reach the bank of the card, or another risk check' },
  upi_declined: { default: true, because: 'another acquirer reaches the bank through another provider' },
  bank_timeout: { default: true, because: 'the acquirer never answered, and has closed the charge' },
  insufficient_funds: { default: false, because: 'the account has not enough money at any acquirer' },
  expired_card: { default: false, because: 'the card has expired everywhere' },
  invalid_instrument: { default: false, because: 'the card or UPI address does not exist' },
  authentication_failed: { default: false, because: 'the shopper did not pass the check, and would be asked again' },
  otp_failed: { default: false, because: 'the shopper would be asked again' },
  upi_rejected: { default: false, because: 'the payer did not want to pay' },
} as const satisfies Partial<Record<PaymentDecline, { default: boolean; because: string }>>;

export type DeclineClass = keyof typeof DECLINE_CLASSES;
export const DECLINE_CLASS_NAMES = Object.keys(DECLINE_CLASSES) as DeclineClass[];
export const DEFAULT_RETRY_ELSEWHERE: readonly DeclineClass[] = DECLINE_CLASS_NAMES.filter(
  (reason) => DECLINE_CLASSES[reason].default,
);

/** `chosen`: what the merchant has chosen; null: nothing. */
export const isRetriedElsewhere = (chosen: readonly string[] | null, reason: string): boolean =>
  (chosen ?? DEFAULT_RETRY_ELSEWHERE).includes(reason) && Object.hasOwn(DECLINE_CLASSES, reason);
