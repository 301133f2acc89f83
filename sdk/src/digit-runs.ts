import type { DecodedText } from './decoded-text.js';

const SHORTEST = 13;
const LONGEST = 19;

/** Digits without a letter between them. */
export class DigitRun {
  digits = '';
  /** Where each digit stands in the decoded text. */
  readonly places: number[] = [];
  /** What stands before each digit, after the digit before it. */
  readonly between: string[] = [];
  letterAfter = false;

  constructor(readonly letterBefore: boolean) {}

  add(digit: string, place: number, before: string): void {
    this.digits += digit;
    this.places.push(place);
    this.between.push(before);
  }

  /** Whether something separates this digit from the one before it; the ends of the run count. */
  hasGap(digit: number): boolean {
    return digit === 0 || digit === this.digits.length || this.between[digit] !== '';
  }
}

/** The runs that are long enough to hold a card number. */
export function runsIn({ characters, kinds }: DecodedText): DigitRun[] {
  const runs: DigitRun[] = [];
  let run: DigitRun | null = null;
  let before = '';
  const end = (isLetterNext: boolean) => {
    if (!run || run.digits.length < SHORTEST) return;
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
 * Calls `found` with every stretch of 13 to 19 digits that passes Luhn's check. Sums from the left make each check one
 * subtraction, so that a run of any length costs no more than its length.
 */
export function eachLuhnStretch({ digits }: DigitRun, found: (start: number, end: number) => void): void {
  const count = digits.length;
  /** Sums in which the digits at odd places are doubled, and those at even places. */
  const sums = [new Uint32Array(count + 1), new Uint32Array(count + 1)] as const;
  for (let place = 0; place < count; place++) {
    const digit = digits.charCodeAt(place) - 48;
    const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
    sums[0][place + 1] = (sums[0][place] as number) + (place % 2 === 0 ? digit : doubled);
    sums[1][place + 1] = (sums[1][place] as number) + (place % 2 === 1 ? digit : doubled);
  }
  for (let start = 0; start + SHORTEST <= count; start++) {
    for (let end = start + SHORTEST; end <= Math.min(start + LONGEST, count); end++) {
      // The last digit is not doubled, so its place chooses the sums.
      const sum = (end - 1) % 2 === 0 ? sums[0] : sums[1];
      if (((sum[end] as number) - (sum[start] as number)) % 10 === 0) found(start, end);
    }
  }
}
