/**
 * What a handler answers: a JSON text that the database wrote, sent byte for byte. The same text is what the event
 * carries and what an idempotency key replays. `T` is the DTO it is documented as.
 */
export class StoredResponse<T = unknown> {
  declare readonly dto?: T;

  constructor(
    readonly body: string,
    /** True when an idempotency key brought back an answer given before. */
    readonly replayed = false,
  ) {}
}
