import { randomFillSync } from 'node:crypto';

export type IdKind = 'order' | 'pay' | 'rfnd' | 'evt' | 'we' | 'ca' | 'chg' | 'cust' | 'plink';

// In the order of ASCII, so that ids sort by time under COLLATE "C".
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** An id's digits are numbers below this. */
export const BASE = ALPHABET.length;
const TIME_DIGITS = 7;
const RANDOM_DIGITS = 9;
/** The last time that 7 digits can hold, in the year 2081. */
const LAST_MS = BASE ** TIME_DIGITS - 1;
/** The largest multiple of 62 in a byte: greater bytes are discarded, so that every character is equally likely. */
const UNBIASED_BELOW = 256 - (256 % BASE);

const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

/** A new id: sorts by time to the millisecond, and cannot be guessed (53 bits from a CSPRNG). */
export function newId(kind: IdKind, nowMs: number = Date.now(), randomDigit: () => number = secureDigit): string {
  let digits = '';
  for (let n = 0; n < RANDOM_DIGITS; n++) digits += ALPHABET.charAt(randomDigit());
  return `${kind}_${timeDigits(nowMs)}${digits}`;
}

export function isId(kind: IdKind, text: unknown): text is string {
  return (
    typeof text === 'string' && text.startsWith(`${kind}_`) && /^[A-Za-z0-9]{16}$/.test(text.slice(kind.length + 1))
  );
}

/** When the id was made. */
export function timeOfId(id: string): Date {
  const start = id.indexOf('_') + 1;
  let ms = 0;
  for (const digit of id.slice(start, start + TIME_DIGITS)) ms = ms * BASE + ALPHABET.indexOf(digit);
  return new Date(ms);
}

/** The smallest id of a time: every id created at `date` or later is greater or equal. */
export function smallestIdAt(kind: IdKind, date: Date): string {
  return `${kind}_${timeDigits(date.getTime())}${'0'.repeat(RANDOM_DIGITS)}`;
}

function timeDigits(ms: number): string {
  let rest = Math.min(Math.max(Math.floor(ms), 0), LAST_MS);
  let digits = '';
  for (let n = 0; n < TIME_DIGITS; n++) {
    digits = ALPHABET.charAt(rest % BASE) + digits;
    rest = Math.floor(rest / BASE);
  }
  return digits;
}

function secureDigit(): number {
  for (;;) {
    // Filled for a few hundred ids at a time, since a system call per id would dominate the cost.
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used++] ?? UNBIASED_BELOW;
    if (byte < UNBIASED_BELOW) return byte % BASE;
  }
}
