import { detectCardNetwork, foldDigits } from '@payment-gateway/sdk/validators';

const MAX_DIGITS = 19;
const MAX_CVV_DIGITS = 4;

/** `0` to `9` of typed or pasted text, in any script; letters, separators and invisible characters are dropped. */
const digitsOf = (text: string) => foldDigits(text).replace(/\D/g, '');

/** Grouped as on the card: fours, and 4-6-5 for American Express. */
export function groupCardNumber(text: string): string {
  const digits = digitsOf(text).slice(0, MAX_DIGITS);
  const groups = detectCardNetwork(digits) === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?(\d+)?/ : /(\d{1,4})/g;
  if (groups.global) return digits.match(groups)?.join(' ') ?? '';
  return groups.exec(digits)?.slice(1).filter(Boolean).join(' ') ?? '';
}

export const cutCvv = (text: string) => digitsOf(text).slice(0, MAX_CVV_DIGITS);

const shortYear = (year: string) => (/^20\d\d$/.test(year) ? year.slice(2) : year);
const monthOf = (text: string) => (text.length === 1 ? `0${text}` : text);

/**
 * Formats an expiry as far as it is typed, as `MM/YY`: `429`, `4/29`, `04 - 2029`, `2029-04` and `202904` become
 * `04/29`. A first digit that only one month begins with is complete (`3` becomes `03`), and `20` at the start begins a
 * year (`2029`).
 */
export function groupExpiry(text: string): string {
  const folded = foldDigits(text);
  const [first = '', second] = folded.match(/\d+/g) ?? [];
  const isSeparated = second !== undefined || /\d[^\d]+$/.test(folded);
  if (second === undefined) return isSeparated ? separated(first, '') : unseparated(first);
  return first.length <= 2 || first.length === 4 ? separated(first, second) : unseparated(first + second);
}

/** Like `groupExpiry`, but for a finished input: `2` becomes `02`, and `2029-4` becomes `04/29`. */
export function completeExpiry(text: string): string {
  const grouped = groupExpiry(text);
  const [, year, month] = /^(20\d\d)-([1-9])$/.exec(grouped) ?? [];
  if (year && month) return `0${month}/${shortYear(year)}`;
  return /^[12]$/.test(grouped) ? `0${grouped}` : grouped;
}

function separated(first: string, second: string): string {
  if (first.length <= 2) return `${monthOf(first)}/${shortYear(second.slice(0, 4))}`;
  if (/^(0[1-9]|1[0-2])/.test(first)) return unseparated(first + second);
  return yearFirst(first, second, '-');
}

function unseparated(digits: string): string {
  if (/^20/.test(digits)) return yearFirst(digits.slice(0, 4), digits.slice(4), '');
  const padded = /^([3-9]|2\d)/.test(digits) ? `0${digits}` : digits;
  const [month, year] = [padded.slice(0, 2), padded.slice(2, 6)];
  return year ? `${month}/${shortYear(year)}` : month;
}

/** No month is 20, so these digits are a year: ISO 8601, as a browser may fill it in. */
function yearFirst(year: string, rest: string, separator: string): string {
  const month = rest.slice(0, 2);
  if (month.length === 2 || /^[2-9]/.test(month)) return `${monthOf(month)}/${shortYear(year)}`;
  return month || separator ? `${year}-${month}` : year;
}

/** The caret's position after grouping: after the same number of digits as before. */
export function caretAfter(grouped: string, digitsBefore: number): number {
  if (digitsBefore === 0) return 0;
  let seen = 0;
  for (const [at, character] of [...grouped].entries()) {
    if (/\d/.test(character) && ++seen === digitsBefore) return at + 1;
  }
  return grouped.length;
}

export const countDigits = (text: string): number => digitsOf(text).length;
