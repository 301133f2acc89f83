import {
  type CardNetwork,
  cvvLengthOf,
  detectCardNetwork,
  foldDigits,
  isValidCardNumber,
  isValidCvv,
  isValidExpiry,
  isValidVPA,
} from '@payment-gateway/sdk/validators';
import { completeExpiry } from './card-format';

export const FIELDS = ['vpa', 'cardNumber', 'expiry', 'cvv', 'cardholder'] as const;
export type Field = (typeof FIELDS)[number];
/** Keys of the catalogue, so that server and browser show the same text in the shopper's language. */
export type FieldError = 'vpa' | 'cardNumber' | 'expiry' | 'expired' | 'cvv' | 'cvvAmex';
export type FieldErrors = Partial<Record<Field, FieldError>>;

export interface CardInput {
  cardNumber: string;
  expiry: string;
  cvv: string;
  cardholder: string;
}

const textIn = (form: FormData, name: Field) => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

export const vpaIn = (form: FormData) => textIn(form, 'vpa');

/** Works also on a form that no script has formatted: digits of any script, without the separators. Letters stay. */
const onlyDigits = (text: string) => foldDigits(text).replace(/[^\p{L}\p{N}]/gu, '');

export function cardIn(form: FormData): CardInput {
  return {
    cardNumber: onlyDigits(textIn(form, 'cardNumber')),
    expiry: textIn(form, 'expiry'),
    cvv: onlyDigits(textIn(form, 'cvv')),
    cardholder: textIn(form, 'cardholder'),
  };
}

/** Month and year from the input: `04/29`, `4 / 2029`, `0429`, `2029-04`. */
export function expiryParts(expiry: string): { month: string; year: string } | null {
  if (/\p{L}/u.test(expiry)) return null;
  const [, month, year] = /^(\d{2})\/(\d{2}|\d{4})$/.exec(completeExpiry(expiry)) ?? [];
  return month && year ? { month, year } : null;
}

export function vpaErrors(vpa: string): FieldErrors {
  return isValidVPA(vpa) ? {} : { vpa: 'vpa' };
}

/** The error text depends on the length of the network's CVV. */
const cvvFault = (network: CardNetwork) => (cvvLengthOf(network) === 4 ? 'cvvAmex' : 'cvv');

/** A CVV has 3 or 4 digits for every network: cards are entered here for the simulated acquirer alone. */
export function cardErrors({ cardNumber, expiry, cvv }: CardInput): FieldErrors {
  const parts = expiryParts(expiry);
  return {
    ...(!isValidCardNumber(cardNumber) && { cardNumber: 'cardNumber' as const }),
    ...(!parts || Number(parts.month) < 1 || Number(parts.month) > 12
      ? { expiry: 'expiry' as const }
      : !isValidExpiry(parts.month, parts.year) && { expiry: 'expired' as const }),
    ...(!isValidCvv(cvv) && { cvv: cvvFault(detectCardNetwork(cardNumber)) }),
  };
}
