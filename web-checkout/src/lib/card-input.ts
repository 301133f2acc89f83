import {
  detectCardNetwork,
  isValidCardNumber,
  isValidCvv,
  isValidExpiry,
  isValidVPA,
} from '@payment-gateway/sdk/validators';

export const FIELDS = ['vpa', 'cardNumber', 'expiry', 'cvv', 'cardholder'] as const;
export type Field = (typeof FIELDS)[number];
/** Keys of the catalogue, so that server and browser say the same in the shopper's language. */
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

export function cardIn(form: FormData): CardInput {
  return {
    cardNumber: textIn(form, 'cardNumber'),
    expiry: textIn(form, 'expiry'),
    cvv: textIn(form, 'cvv'),
    cardholder: textIn(form, 'cardholder'),
  };
}

/** Month and year as typed: `04/29`, `4 / 2029`, `0429`. */
export function expiryParts(expiry: string): { month: string; year: string } | null {
  const [, month, year] = /^(\d{1,2})\s*[/.\- ]?\s*(\d{2}|\d{4})$/.exec(expiry) ?? [];
  return month && year ? { month, year } : null;
}

export function vpaErrors(vpa: string): FieldErrors {
  return isValidVPA(vpa) ? {} : { vpa: 'vpa' };
}

export function cardErrors({ cardNumber, expiry, cvv }: CardInput): FieldErrors {
  const network = detectCardNetwork(cardNumber);
  const parts = expiryParts(expiry);
  return {
    ...(!isValidCardNumber(cardNumber) && { cardNumber: 'cardNumber' as const }),
    ...(!parts || Number(parts.month) < 1 || Number(parts.month) > 12
      ? { expiry: 'expiry' as const }
      : !isValidExpiry(parts.month, parts.year) && { expiry: 'expired' as const }),
    ...(!isValidCvv(cvv, network) && { cvv: network === 'amex' ? ('cvvAmex' as const) : ('cvv' as const) }),
  };
}
