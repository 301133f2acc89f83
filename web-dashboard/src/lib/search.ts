/** What an address says behind its question mark. */
export type Search = Record<string, string | string[] | undefined>;

export const one = (search: Search, name: string): string | undefined => [search[name]].flat()[0]?.trim() || undefined;

/** Only these values; whatever else stands there is not set. */
export function oneOf<T extends string>(search: Search, name: string, allowed: readonly T[]): T | undefined {
  return allowed.find((value) => value === one(search, name));
}

/** A day as the start of it in UTC; `plusDays` for the end of a range. */
export function dayIn(search: Search, name: string, plusDays = 0): string | undefined {
  const day = one(search, name);
  if (!day || !/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return undefined;
  return new Date(Date.parse(day) + plusDays * 86_400_000).toISOString();
}

/** The address with some values changed; undefined takes one away. */
export function hrefWith(path: string, search: Search, change: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...search, ...change })) {
    const [first] = [value].flat();
    if (first) query.set(name, first);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** Where a list's Older and Newest lead. */
export function pagesOf(path: string, search: Search, { nextCursor }: { nextCursor: string | null }) {
  return {
    next: nextCursor && hrefWith(path, search, { cursor: nextCursor }),
    first: one(search, 'cursor') ? hrefWith(path, search, { cursor: undefined }) : null,
  };
}
