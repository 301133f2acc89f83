import { ApiError, type ErrorCode } from '../common/api-error.js';
import { isLuhnValid } from '../common/luhn.js';
import type { Card } from '../connectors/connector.js';

export type CardNetwork = 'visa' | 'mastercard' | 'amex' | 'rupay' | 'diners' | 'unknown';

/** A card as it arrives. The month and the year may be text or integers. */
export interface CardInput {
  number: string;
  expiry_month: string | number;
  expiry_year: string | number;
  cvv: string;
  holder_name?: string | null;
}

const NETWORKS: readonly (readonly [CardNetwork, RegExp])[] = [
  ['visa', /^4/],
  ['mastercard', /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ['amex', /^3[47]/],
  ['rupay', /^(60|65|8[1-9]|508)/],
  ['diners', /^(30[0-5]|36|38)/],
];

/** Digits alone, or null where it cannot be a card number: spaces and dashes are how people write one. */
export function normalizeCardNumber(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const digits = text.replace(/[ -]/g, '');
  return /^\d{13,19}$/.test(digits) && isLuhnValid(digits) ? digits : null;
}

/** By the leading digits of a normalised number. */
export function networkOf(number: string): CardNetwork {
  return NETWORKS.find(([, leading]) => leading.test(number))?.[0] ?? 'unknown';
}

/** 1 to 12, or null. */
export function parseExpiryMonth(value: unknown): number | null {
  const month = wholeNumber(value, /^\d{1,2}$/);
  return month !== null && month >= 1 && month <= 12 ? month : null;
}

/** Of two or four digits; two mean this century. Null otherwise. */
export function parseExpiryYear(value: unknown): number | null {
  const year = wholeNumber(value, /^(\d{2}|\d{4})$/);
  if (year === null) return null;
  return String(value).length === 2 ? 2000 + year : year;
}

const EXPIRY_GRACE_MS = 12 * 3_600_000;

/**
 * A card is good to the end of the month printed on it, wherever the shopper is: the month ends last at UTC-12, 12 hours
 * after its end in UTC. The bank decides within them.
 */
export function isExpired(month: number, year: number, now: Date): boolean {
  return now.getTime() >= Date.UTC(year, month) + EXPIRY_GRACE_MS;
}

export function isCvv(cvv: unknown, network: CardNetwork): cvv is string {
  return typeof cvv === 'string' && (network === 'amex' ? /^\d{4}$/ : /^\d{3}$/).test(cvv);
}

/** The card, checked and normalised. Its errors name the field and never quote what was typed. */
export function parseCard(input: CardInput, now: Date): Card {
  const number = normalizeCardNumber(input.number) ?? refuse('INVALID_CARD', 'The card number is not valid', 'number');
  const expiryMonth =
    parseExpiryMonth(input.expiry_month) ?? refuse('INVALID_CARD', 'The expiry month must be 1 to 12', 'expiry_month');
  const expiryYear =
    parseExpiryYear(input.expiry_year) ??
    refuse('INVALID_CARD', 'The expiry year must have 2 or 4 digits', 'expiry_year');
  if (isExpired(expiryMonth, expiryYear, now)) refuse('EXPIRED_CARD', 'The card has expired', 'expiry_month');
  const network = networkOf(number);
  if (!isCvv(input.cvv, network)) {
    refuse('INVALID_CARD', `The CVV must have ${network === 'amex' ? 4 : 3} digits`, 'cvv');
  }
  return { number, network, expiryMonth, expiryYear, cvv: input.cvv, holderName: input.holder_name ?? '' };
}

function wholeNumber(value: unknown, shape: RegExp): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && shape.test(text) ? Number(text) : null;
}

function refuse(code: ErrorCode, description: string, field: string): never {
  throw new ApiError(code, description, { field: `card.${field}` });
}
