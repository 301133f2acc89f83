import { isLengthAccepted, networkOfDigits } from './card-networks.js';

/**
 * The grammar of a card number, shared by the code that parses numbers and the code that masks them: digits of any
 * script, with white space, dashes and invisible characters between them.
 */
const BETWEEN_DIGITS = /[\s\p{Pd}\p{Cf}\u2212]/u;
const ANY_DIGIT = /\p{Nd}/u;
/** Search limit: Unicode has no longer row of consecutive digits (the longest, the mathematical ones, has 50). */
const MAX_CONSECUTIVE_DIGITS = 60;

/** Whether the character may separate the digits of a card number that a form or the API accepts. */
export const isBetweenDigits = (character: string): boolean => BETWEEN_DIGITS.test(character);

/**
 * `0` to `9` for a decimal digit of any script, undefined for any other character. Unicode lists each script's ten
 * digits in a row that begins with zero, so the position in the row is the value.
 */
export function asciiDigit(character: string): string | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return code >= 48 && code <= 57 ? character : undefined;
  if (!ANY_DIGIT.test(character)) return undefined;
  let before = 0;
  while (before < MAX_CONSECUTIVE_DIGITS && ANY_DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}

/** The text after NFKC, with every script's digits as `0` to `9`. */
export function foldDigits(text: string): string {
  return text.normalize('NFKC').replace(/[^\0-\x7f]/gu, (character) => asciiDigit(character) ?? character);
}

/** The digits of the input, or null if it contains a character that no card number contains. */
export function typedDigits(text: string): string | null {
  let digits = '';
  for (const character of foldDigits(text)) {
    if (asciiDigit(character) !== undefined) digits += character;
    else if (!isBetweenDigits(character)) return null;
  }
  return digits;
}

/** Luhn's check digit, the last digit of every card number (ISO/IEC 7812-1). Expects ASCII digits only. */
export function isLuhnValid(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = digit * 2;
    sum += place % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** The card number in the input, as 13 to 19 ASCII digits; null if it is not a card number. */
export function parseCardNumber(text: string): string | null {
  const digits = typedDigits(text);
  if (digits === null || !isLengthAccepted(networkOfDigits(digits), digits.length)) return null;
  return isLuhnValid(digits) ? digits : null;
}
