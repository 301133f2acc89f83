/** What a form can tell before it asks the server. The server decides. */

export type CardNetwork = 'visa' | 'mastercard' | 'amex' | 'rupay' | 'diners' | 'unknown';

const VPA = /^[a-zA-Z0-9._-]{2,256}@[a-zA-Z][a-zA-Z0-9]{1,63}$/;

/** By leading digits; also of a number that is still being typed. */
const NETWORKS: readonly (readonly [CardNetwork, RegExp])[] = [
  ['visa', /^4/],
  ['mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ['amex', /^3[47]/],
  ['rupay', /^(60|65|8[1-9]|508)/],
  ['diners', /^(30[0-5]|36|38)/],
];

const digitsOf = (text: string) => text.replace(/[ -]/g, '');

/** A UPI address such as `asha@okbank`. */
export function isValidVPA(vpa: string): boolean {
  return VPA.test(vpa);
}

/** 13 to 19 digits with the right check digit (Luhn); spaces and dashes are allowed. */
export function isValidCardNumber(number: string): boolean {
  const digits = digitsOf(number);
  if (!/^\d{13,19}$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (1 + (place % 2));
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The network of a card number, whole or in part; `unknown` when the digits do not tell. */
export function detectCardNetwork(number: string): CardNetwork {
  const digits = digitsOf(number);
  return NETWORKS.find(([, leading]) => leading.test(digits))?.[0] ?? 'unknown';
}

const EXPIRY_GRACE_MS = 12 * 3_600_000;

/**
 * The month and the year (of two or four digits) printed on a card; good to the end of that month in every time zone,
 * which is 12 hours after its end in UTC.
 */
export function isValidExpiry(month: number | string, year: number | string, now = new Date()): boolean {
  if (!/^\d{1,2}$/.test(String(month)) || !/^(\d{2}|\d{4})$/.test(String(year))) return false;
  const fullYear = Number(year) + (String(year).length === 2 ? 2000 : 0);
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth && now.getTime() < Date.UTC(fullYear, Number(month)) + EXPIRY_GRACE_MS;
}

/** Three digits, four for American Express. */
export function isValidCvv(cvv: string, network: CardNetwork = 'unknown'): boolean {
  return (network === 'amex' ? /^\d{4}$/ : /^\d{3}$/).test(cvv);
}
