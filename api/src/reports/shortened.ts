/** What a value costs besides its characters: quotes, comma, colon. */
const PUNCTUATION = 4;
/** Digits that a cut has left at the end may be most of a card number, half a character is none. */
const CUT_OFF = /[\d \-\uD800-\uDBFF]+$/;

/**
 * A copy of a JSON value, so much of it as fits into about `most` characters: long text loses its end, what comes after
 * that is left out.
 */
export function shortened(value: unknown, most: number): unknown {
  let left = most;
  const text = (whole: string): string => {
    const kept = whole.slice(0, Math.max(left, 0));
    left -= whole.length + PUNCTUATION;
    return kept === whole ? whole : `${kept.replace(CUT_OFF, '')}…`;
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
