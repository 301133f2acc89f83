/**
 * Finds card numbers in any text, to refuse them in input and to mask them in every stored text. Uses the grammar that
 * parses a card number, but more widely: any run of characters that are neither letters nor digits may separate the
 * digits.
 */
import { isLengthIssued, networkOfDigits } from './card-networks.js';
import { isBetweenDigits } from './card-number.js';
import { layersOf } from './decoded-text.js';
import { type DigitRun, eachLuhnStretch, runsIn } from './digit-runs.js';

const MIN_DIGITS = 13;
/** Shorter numbers are not refused as input: too many legitimate numbers look like them. */
const MIN_REFUSED_DIGITS = 14;
const DIGITS_SHOWN = 4;

const UUID = /\b[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\b/gi;
/**
 * The formats of UUIDs, hashes and times. No card number has such a format, yet one in a hundred contains digits that
 * pass Luhn's check. The single group makes `split` keep the matches, at the odd indexes.
 */
const NOT_A_CARD = new RegExp(
  `(${UUID.source}|\\b(?=\\d*[a-f])(?:[\\da-f]{32}|[\\da-f]{64})\\b|` +
    '\\b(?:19|20)\\d\\d-[01]\\d-[0-3]\\d[T ][0-2]\\d:[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?!\\d))',
  'i',
);
/** The encodings of a digit: another script, percent-encoding, an escape, an HTML entity. */
const HIDDEN_DIGIT = /\p{N}|[%#]|\\[ux]/gu;
/** Group sizes as printed on cards: fours, 4-6-5 and 4-6-4. */
const PRINTED_GROUPS = /^(4,){2,4}[1-4]$|^4,6,[45]$/;

/** Masks each card number except its last four digits, and leaves the rest of the text as it is. */
export function maskCardNumbers(text: string): string {
  return mayHoldCardNumber(text) ? text.split(NOT_A_CARD).map(maskPart).join('') : text;
}

/**
 * Whether the text contains a card number that stands alone: 14 to 19 digits, with no letter or digit next to them,
 * grouped as one number, with the prefix and length of a known network and a correct check digit.
 */
export function holdsCardNumber(text: string): boolean {
  if (!mayHoldCardNumber(text)) return false;
  return anyRun(text, (run) => anyStretch(run, (start, end) => standsAlone(run, start, end)));
}

/** Whether digits of the text could be a card number of a known network, whatever surrounds them. */
export function containsCardNumber(text: string): boolean {
  if (!mayHoldCardNumber(text)) return false;
  return anyRun(text, (run) => anyStretch(run, (start, end) => isIssued(run.digits.slice(start, end))));
}

/** A cheap first test without false negatives: most texts have no 13 digits without a letter between them. */
export function mayHoldCardNumber(text: string): boolean {
  return hasDigitRun(text) && hasDigitRun(text.replace(UUID, 'x'));
}

function hasDigitRun(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      if (++digits === MIN_DIGITS) return true;
    } else if (code >= 128 || code === 37 || code === 38 || code === 92) {
      return (text.match(HIDDEN_DIGIT)?.length ?? 0) >= MIN_DIGITS;
    } else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) {
      digits = 0;
    }
  }
  return false;
}

function maskPart(part: string, place: number): string {
  if (place % 2 === 1 || part.length < MIN_DIGITS) return part;
  const hidden: [from: number, to: number][] = [];
  for (const layer of layersOf(part)) {
    for (const at of runsIn(layer).flatMap(positionsToMask)) hidden.push([layer.from[at] ?? 0, layer.to[at] ?? 0]);
  }
  hidden.sort(([a], [b]) => a - b);
  let masked = '';
  let done = 0;
  for (const [from, to] of hidden) {
    if (from < done) continue; // found in two layers, or one of several digits in a character such as ⑿
    masked += `${part.slice(done, from)}*`;
    done = to;
  }
  return masked + part.slice(done);
}

/**
 * The positions of the digits to mask. A run may contain more than the card number (an expiry, a date, another number),
 * so every stretch that passes Luhn's check counts if a gap or the run's end borders it on both sides. A stretch with a
 * gap on one side only, or inside a longer number and of a known network, counts if no other stretch covers its digits.
 */
function positionsToMask(run: DigitRun): number[] {
  // One mark per digit keeps the cost linear in the run's length, which the caller controls.
  const certain = new Uint8Array(run.digits.length);
  const hidden = new Uint8Array(run.digits.length);
  const gapsAround = (start: number, end: number) => Number(run.hasGap(start)) + Number(run.hasGap(end));
  eachLuhnStretch(run, (start, end) => {
    if (gapsAround(start, end) < 2) return;
    certain.fill(1, start, end);
    hidden.fill(1, start, end - DIGITS_SHOWN);
  });
  eachLuhnStretch(run, (start, end) => {
    const gaps = gapsAround(start, end);
    if (gaps === 2 || certain.subarray(start, end).includes(1)) return;
    if (gaps === 1 || isIssued(run.digits.slice(start, end))) hidden.fill(1, start, end - DIGITS_SHOWN);
  });
  return run.positions.filter((_, digit) => hidden[digit] === 1);
}

function anyRun(text: string, matches: (run: DigitRun) => boolean): boolean {
  const parts = text.split(NOT_A_CARD).filter((_, place) => place % 2 === 0);
  return parts.some((part) => layersOf(part).some((layer) => runsIn(layer).some(matches)));
}

function anyStretch(run: DigitRun, matches: (start: number, end: number) => boolean): boolean {
  let found = false;
  eachLuhnStretch(run, (start, end) => (found ||= matches(start, end)));
  return found;
}

function standsAlone(run: DigitRun, start: number, end: number): boolean {
  if (end - start < MIN_REFUSED_DIGITS || !run.hasGap(start) || !run.hasGap(end)) return false;
  if ((start === 0 && run.letterBefore) || (end === run.digits.length && run.letterAfter)) return false;
  return isIssued(run.digits.slice(start, end)) && isGroupedAsOne(run.between.slice(start + 1, end));
}

const isIssued = (digits: string): boolean => isLengthIssued(networkOfDigits(digits), digits.length);

/** `30/11/2026 10:22:33` has enough digits for a card number, but mixes separators, which one number does not. */
function isGroupedAsOne(between: readonly string[]): boolean {
  const separators = between.filter((separator) => separator !== '');
  if (separators.every((separator) => separator === separators[0])) return true;
  if (separators.every((separator) => [...separator].every(isBetweenDigits))) return true;
  const sizes = [1];
  for (const separator of between) {
    if (separator === '') sizes.push((sizes.pop() ?? 0) + 1);
    else sizes.push(1);
  }
  return PRINTED_GROUPS.test(sizes.join(','));
}
