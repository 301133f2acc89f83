import { isLengthAccepted, networkOfDigits } from './card-networks.js';

/**
 * The grammar of a card number, shared by whatever reads one and whatever hides one: digits of any script, between them
 * white space, dashes and invisible characters, which is how people and their programs write one.
 */
const BETWEEN_DIGITS = /[\s\p{Pd}\p{Cf}\u2212]/u;
const ANY_DIGIT = /\p{Nd}/u;
/** No script's digits and their neighbour of another script reach further back. */
const MOST_DIGITS_IN_A_ROW = 60;

/** Whether the character may stand between the digits of a card number that a form or the API accepts. */
export const isBetweenDigits = (character: string): boolean => BETWEEN_DIGITS.test(character);

/**
 * `0` to `9` for a decimal digit of any script, undefined for anything else. Unicode gives each script ten digits in a
 * row that begin with zero, so the place within the row is the value.
 */
export function asciiDigit(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return code >= 48 && code <= 57 ? character : undefined;
  if (!ANY_DIGIT.test(character)) return undefined;
  let before = 0;
  while (before < MOST_DIGITS_IN_A_ROW && ANY_DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

/** The text after NFKC, with every script's digits as `0` to `9`. */
export function foldDigits(text: string): string {
  return text.normalize('NFKC').replace(/[^\0-\x7f]/gu, (character) => asciiDigit(character) ?? character);
}

/** The digits of what was typed, or null where something stands in it that is in no card number. */
export function typedDigits(text: string): string | null {
  let digits = '';
  for (const character of foldDigits(text)) {
    if (asciiDigit(character) !== undefined) digits += character;
    else if (!isBetweenDigits(character)) return null;
  }
  return digits;
}

/** The check digit that every card number ends in (ISO/IEC 7812-1). Expects ASCII digits alone. */
export function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** The card number in what was typed, as 13 to 19 ASCII digits; null where it is none. */
export function parseCardNumber(text: string): string | null {
  const digits = typedDigits(text);
  if (digits === null || !isLengthAccepted(networkOfDigits(digits), digits.length)) return null;
  return isLuhnValid(digits) ? digits : null;
}
