import { detectCardNetwork } from '@payment-gateway/sdk/validators';

const MOST_DIGITS = 19;

/** As printed on the card: fours, and 4-6-5 for American Express. Letters fall away. */
export function groupCardNumber(text: string): string {
  const digits = text.replace(/\D/g, '').slice(0, MOST_DIGITS);
  const groups = detectCardNetwork(digits) === 'amex' ? /^(\d{1,4})(\d{1,6})?(\d{1,5})?(\d+)?/ : /(\d{1,4})/g;
  if (groups.global) return digits.match(groups)?.join(' ') ?? '';
  return groups.exec(digits)?.slice(1).filter(Boolean).join(' ') ?? '';
}

/** `429`, `4/29` and `04 29` are `04/29`; four-digit years keep their last two. */
export function groupExpiry(text: string): string {
  const hasOneDigitMonth = /^\s*([2-9]|\d\D)/.test(text);
  const digits = (hasOneDigitMonth ? '0' : '') + text.replace(/\D/g, '');
  const [month, year] = [digits.slice(0, 2), digits.slice(2, 6)];
  const isSeparated = year !== '' || /\d\D+$/.test(text);
  return isSeparated ? `${month}/${year.length === 4 ? year.slice(2) : year}` : month;
}

/** Where the caret belongs after grouping: behind as many digits as before it. */
export function caretAfter(grouped: string, digitsBefore: number): number {
  if (digitsBefore === 0) return 0;
  let seen = 0;
  for (const [at, character] of [...grouped].entries()) {
    if (/\d/.test(character) && ++seen === digitsBefore) return at + 1;
  }
  return grouped.length;
}
