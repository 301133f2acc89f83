import { redactText } from './redaction.js';

/** What a value costs besides its characters: quotes, comma, colon. */
const PUNCTUATION = 4;
/** Characters behind the cut that are looked at as well: a card number that begins before it is seen whole. */
const BEHIND_THE_CUT = 400;
/** Half a character. */
const CUT_OFF = /[\uD800-\uDBFF]$/;

/** The text without its secrets, at most `most` characters of it. */
export function shortenedText<T extends string | null>(text: T, most: number): T {
  if (text === null) return text;
  const clean = redactText(text.slice(0, most + BEHIND_THE_CUT));
  return (clean.length <= most ? clean : clean.slice(0, most).replace(CUT_OFF, '')) as T;
}

/**
 * A copy of a JSON value without the secrets in its texts, so much of it as fits into about `most` characters: long text
 * loses its end, what comes after that is left out.
 */
export function shortened(value: unknown, most: number): unknown {
  let left = most;
  const text = (whole: string): string => {
    const room = Math.max(left, 0);
    left -= whole.length + PUNCTUATION;
    return whole.length <= room ? redactText(whole) : `${shortenedText(whole, room)}…`;
  };
  const copy = (part: unknown): unknown => {
    if (typeof part === 'string') return text(part);
    if (typeof part === 'object' && part !== null) return members(part);
    left -= String(part).length + PUNCTUATION;
    return part;
  };
  const members = (part: object): object => {
    left -= PUNCTUATION;
    const kept: [string, unknown][] = [];
    for (const [key, child] of Object.entries(part)) {
      const name = text(key);
      if (left <= 0) break;
      kept.push([name, copy(child)]);
    }
    return Array.isArray(part) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
  };
  return copy(value);
}
