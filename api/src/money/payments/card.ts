import { cvvLengthOf, detectCardNetwork, isValidCvv, parseCardNumber } from '@payment-gateway/sdk/validators';
import type { Card } from '../../acquiring/connectors/connector.js';
import { ApiError, type ErrorReason } from '../../platform/errors/api-error.js';

/** A card as the request has it. */
export interface CardInput {
  number: string;
  expiry_month: string | number;
  expiry_year: string | number;
  cvv: string;
  holder_name: string;
}

/** 1 to 12, or null. */
export function parseExpiryMonth(value: unknown): number | null {
  const month = wholeNumber(value, /^\d{1,2}$/);
  return month !== null && month >= 1 && month <= 12 ? month : null;
}

/** A year of two digits (this century) or four; otherwise null. */
export function parseExpiryYear(value: unknown): number | null {
  const year = wholeNumber(value, /^(\d{2}|\d{4})$/);
  if (year === null) return null;
  return String(value).length === 2 ? 2000 + year : year;
}

const EXPIRY_GRACE_MS = 12 * 3_600_000;

/**
 * A card is valid to the end of its month in the shopper's time zone. The last zone to end a month is UTC-12, 12 hours
 * after UTC. In those hours the bank decides.
 */
export function isExpired(month: number, year: number, now: Date): boolean {
  return now.getTime() >= Date.UTC(year, month) + EXPIRY_GRACE_MS;
}

/** Validates and normalises a card. Errors name the field and never quote its value. */
export function parseCard(input: CardInput, now: Date): Card {
  const number =
    parseCardNumber(input.number) ?? refuse('invalid_card_number', 'The card number is not valid', 'number');
  const expiryMonth =
    parseExpiryMonth(input.expiry_month) ??
    refuse('invalid_expiry', 'The expiry month must be 1 to 12', 'expiry_month');
  const expiryYear =
    parseExpiryYear(input.expiry_year) ??
    refuse('invalid_expiry', 'The expiry year must have 2 or 4 digits', 'expiry_year');
  if (isExpired(expiryMonth, expiryYear, now)) refuse('expired_card', 'The card has expired', 'expiry_month');
  if (!isValidCvv(input.cvv)) refuse('invalid_cvv', 'The CVV must have 3 or 4 digits', 'cvv');
  const network = detectCardNetwork(number);
  return { number, network, expiryMonth, expiryYear, cvv: input.cvv, holderName: input.holder_name };
}

/** A live card's CVV must have the length that its network uses. Test merchants may send 3 or 4 digits. */
export function refuseCvvOfOtherLength({ cvv, number }: Card): void {
  const network = detectCardNetwork(number);
  if (!isValidCvv(cvv, network)) refuse('invalid_cvv', `The CVV must have ${cvvLengthOf(network)} digits`, 'cvv');
}

function wholeNumber(value: unknown, shape: RegExp): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && shape.test(text) ? Number(text) : null;
}

function refuse(reason: ErrorReason, description: string, field: string): never {
  throw new ApiError(reason, description, { field: `card.${field}` });
}
