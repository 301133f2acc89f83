import { momentIn, nextDay } from './time-zone';

/** The parsed query of an address. */
export type Search = Record<string, string | string[] | undefined>;

export const one = (search: Search, name: string): string | undefined => [search[name]].flat()[0]?.trim() || undefined;

/** Returns the value only if it is allowed; any other counts as not set. */
export function oneOf<T extends string>(search: Search, name: string, allowed: readonly T[]): T | undefined {
  return allowed.find((value) => value === one(search, name));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The start of the day in the merchant's time zone, with `end` the end of the day. */
export function dayIn(search: Search, name: string, timeZone: string, end?: 'end'): string | undefined {
  const day = one(search, name);
  if (!day || !DAY.test(day) || !momentIn(day, timeZone)) return undefined;
  return momentIn(end ? nextDay(day) : day, timeZone)?.toISOString();
}

/** The address with some values changed; undefined removes one. */
export function hrefWith(path: string, search: Search, change: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...search, ...change })) {
    const [first] = [value].flat();
    if (first) query.set(name, first);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The targets of a list's Older and Newest links. */
export function pagesOf(path: string, search: Search, { nextCursor }: { nextCursor: string | null }) {
  return {
    next: nextCursor && hrefWith(path, search, { cursor: nextCursor }),
    first: one(search, 'cursor') ? hrefWith(path, search, { cursor: undefined }) : null,
    sorted: one(search, 'sort') !== undefined,
  };
}
