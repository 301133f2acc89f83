import type { WithResponse } from './api-promise.js';

/** A page of a list, newest first. */
export interface Page<Item> {
  data: Item[];
  hasMore: boolean;
  /** Pass it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;
}

/** A list: `await` returns its first page, `for await` iterates over every item of every page. */
export class List<Item, P extends Page<Item>> implements PromiseLike<P>, AsyncIterable<Item> {
  constructor(private readonly fetchPage: (cursor?: string) => Promise<WithResponse<P>>) {}

  then<A = P, B = never>(
    fulfilled?: ((page: P) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.fetchPage()
      .then(({ data }) => data)
      .then(fulfilled, rejected);
  }

  /** The first page together with its response. */
  withResponse(): Promise<WithResponse<P>> {
    return this.fetchPage();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    let { data: page } = await this.fetchPage();
    for (;;) {
      yield* page.data;
      if (page.nextCursor === null) return;
      ({ data: page } = await this.fetchPage(page.nextCursor));
    }
  }
}
