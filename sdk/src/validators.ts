/** Checks that a form can make before it sends a request. The server decides. */
import { CARD_NETWORKS, type CardNetwork, cvvLengthOf, networkOfDigits } from './card-networks.js';
import { parseCardNumber, typedDigits } from './card-number.js';

export { CARD_NETWORKS, type CardNetwork, cvvLengthOf } from './card-networks.js';
export { foldDigits, parseCardNumber } from './card-number.js';

const VPA = /^[a-zA-Z0-9._-]{1,256}@[a-zA-Z0-9]{1,64}$/;

/** A UPI address such as `asha@okbank`. */
export function isValidVPA(vpa: string): boolean {
  return VPA.test(vpa);
}

/**
 * 13 to 19 digits with a correct check digit (Luhn), and the exact length if all cards of the network have the same.
 * Digits of any script count; spaces, dashes and invisible characters between them are ignored.
 */
export function isValidCardNumber(number: string): boolean {
  return parseCardNumber(number) !== null;
}

/** The network of a whole or partial card number; `unknown` if the digits do not identify one. */
export function detectCardNetwork(number: string): CardNetwork {
  return networkOfDigits(typedDigits(number) ?? '');
}

/** The network's display name; `Card` for an unknown one. */
export function cardNetworkName(network: string): string {
  return Object.hasOwn(CARD_NETWORKS, network) ? CARD_NETWORKS[network as keyof typeof CARD_NETWORKS] : 'Card';
}

const EXPIRY_GRACE_MS = 12 * 3_600_000;

/**
 * The month and the year (two or four digits) printed on a card. It is valid until its month has ended in every time
 * zone: 12 hours after the month's end in UTC.
 */
export function isValidExpiry(month: number | string, year: number | string, now = new Date()): boolean {
  if (!/^\d{1,2}$/.test(String(month)) || !/^(\d{2}|\d{4})$/.test(String(year))) return false;
  const fullYear = Number(year) + (String(year).length === 2 ? 2000 : 0);
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth && now.getTime() < Date.UTC(fullYear, Number(month)) + EXPIRY_GRACE_MS;
}

/** Three digits, four for American Express; three or four if the network has no single rule. */
export function isValidCvv(cvv: string, network: CardNetwork = 'unknown'): boolean {
  return /^\d{3,4}$/.test(cvv) && (cvvLengthOf(network) ?? cvv.length) === cvv.length;
}
