import type { DecodedText } from './decoded-text.js';

const MIN_CARD_DIGITS = 13;
const MAX_CARD_DIGITS = 19;

/** Digits without a letter between them. */
export class DigitRun {
  digits = '';
  /** The position of each digit in the decoded text. */
  readonly positions: number[] = [];
  /** The characters before each digit, back to the previous digit. */
  readonly between: string[] = [];
  letterAfter = false;

  constructor(readonly letterBefore: boolean) {}

  add(digit: string, place: number, before: string): void {
    this.digits += digit;
    this.positions.push(place);
    this.between.push(before);
  }

  /** Whether a separator stands between this digit and the previous one; the ends of the run count as separators. */
  hasGap(digit: number): boolean {
    return digit === 0 || digit === this.digits.length || this.between[digit] !== '';
  }
}

/** The runs that are long enough to contain a card number. */
export function runsIn({ characters, kinds }: DecodedText): DigitRun[] {
  const runs: DigitRun[] = [];
  let run: DigitRun | null = null;
  let before = '';
  const end = (isLetterNext: boolean) => {
    if (!run || run.digits.length < MIN_CARD_DIGITS) return;
    run.letterAfter = isLetterNext && before === '';
    runs.push(run);
  };
  for (const [place, kind] of kinds.entries()) {
    if (kind === ' ') {
      before += characters[place] ?? '';
    } else if (kind === 'a') {
      end(true);
      [run, before] = [null, ''];
    } else {
      run ??= new DigitRun(before === '' && kinds[place - 1] === 'a');
      run.add(kind, place, before);
      before = '';
    }
  }
  end(false);
  return runs;
}

/**
 * Calls `found` with every stretch of 13 to 19 digits that passes Luhn's check. Prefix sums make each check one
 * subtraction, so the cost is linear in the run's length.
 */
export function eachLuhnStretch({ digits }: DigitRun, found: (start: number, end: number) => void): void {
  const count = digits.length;
  /** Prefix sums with the digits at odd positions doubled, and with those at even positions doubled. */
  const sums = [new Uint32Array(count + 1), new Uint32Array(count + 1)] as const;
  for (let place = 0; place < count; place++) {
    const digit = digits.charCodeAt(place) - 48;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    sums[0][place + 1] = (sums[0][place] as number) + (place % 2 === 0 ? digit : doubled);
    sums[1][place + 1] = (sums[1][place] as number) + (place % 2 === 1 ? digit : doubled);
  }
  for (let start = 0; start + MIN_CARD_DIGITS <= count; start++) {
    for (let end = start + MIN_CARD_DIGITS; end <= Math.min(start + MAX_CARD_DIGITS, count); end++) {
      // The last digit is not doubled, so its position selects the sums.
      const sum = (end - 1) % 2 === 0 ? sums[0] : sums[1];
      if (((sum[end] as number) - (sum[start] as number)) % 10 === 0) found(start, end);
    }
  }
}
