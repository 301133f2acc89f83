/** What a form can tell before it asks the server. The server decides. */
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
 * 13 to 19 digits with the right check digit (Luhn), and as many as the network has where it has one length only. Digits
 * of any script count; spaces, dashes and invisible characters between them do not.
 */
export function isValidCardNumber(number: string): boolean {
  return parseCardNumber(number) !== null;
}

/** The network of a card number, whole or in part; `unknown` when the digits do not tell. */
export function detectCardNetwork(number: string): CardNetwork {
  return networkOfDigits(typedDigits(number) ?? '');
}

/** The network's name as people write it; `Card` for one that is not known. */
export function cardNetworkName(network: string): string {
  return Object.hasOwn(CARD_NETWORKS, network) ? CARD_NETWORKS[network as keyof typeof CARD_NETWORKS] : 'Card';
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

/** Three digits, four for American Express; three or four where the network has no single rule. */
export function isValidCvv(cvv: string, network: CardNetwork = 'unknown'): boolean {
  return /^\d{3,4}$/.test(cvv) && (cvvLengthOf(network) ?? cvv.length) === cvv.length;
}
