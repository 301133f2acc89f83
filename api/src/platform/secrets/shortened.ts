import { redactText } from './redaction.js';

/** Characters that a value needs besides its own: quotes, comma, colon. */
const PUNCTUATION = 4;
/** Characters after the cut that are redacted as well, so that a card number across the cut is recognised. */
const LOOKAHEAD = 400;
/** The first half of a surrogate pair. */
const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

/** The text without its secrets, cut to `maxLength` characters. */
export function shortenedText<T extends string | null>(text: T, maxLength: number): T {
  if (text === null) return text;
  const clean = redactText(text.slice(0, maxLength + LOOKAHEAD));
  return (clean.length <= maxLength ? clean : clean.slice(0, maxLength).replace(HALF_CHARACTER, '')) as T;
}

/**
 * A copy of a JSON value without the secrets in its texts, cut to about `maxLength` characters: the text at the limit is
 * truncated, and everything after it is omitted.
 */
export function shortened(value: unknown, maxLength: number): unknown {
  let left = maxLength;
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
