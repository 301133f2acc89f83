/** A page of a list, newest first. */
export interface Page<Item> {
  data: Item[];
  hasMore: boolean;
  /** Ask for the next page with it; null on the last. */
  nextCursor: string | null;
}

/** A list: `await` brings its first page, `for await` walks through all of it, page by page. */
export class List<Item, P extends Page<Item>> implements PromiseLike<P>, AsyncIterable<Item> {
  constructor(private readonly fetchPage: (cursor?: string) => Promise<P>) {}

  then<A = P, B = never>(
    fulfilled?: ((page: P) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.fetchPage().then(fulfilled, rejected);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    let page = await this.fetchPage();
    for (;;) {
      yield* page.data;
      if (page.nextCursor === null) return;
      page = await this.fetchPage(page.nextCursor);
    }
  }
}
