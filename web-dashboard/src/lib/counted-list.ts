interface Asked {
  cursor?: string;
  offset?: number;
  limit: number;
}

/**
 * A page of a list, and a page with the list's `total`. The first page has it, because it is read by offset; a later one
 * is found by its cursor, so that a second request counts.
 */
export function countedList<P>(
  list: (page: Asked) => PromiseLike<P>,
  cursor: string | undefined,
  limit: number,
): [page: Promise<P>, counted: Promise<P>] {
  // A list of the SDK sends its request each time it is awaited.
  const page = Promise.resolve(list(cursor === undefined ? { limit, offset: 0 } : { limit, cursor }));
  return [page, cursor === undefined ? page : Promise.resolve(list({ limit: 1, offset: 0 }))];
}
