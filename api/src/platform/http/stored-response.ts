/**
 * A handler's response: JSON text rendered by the database, which is sent byte for byte. The event and the idempotency key
 * store the same text. `T` is the DTO that documents it.
 */
export class StoredResponse<T = unknown> {
  declare readonly dto?: T;

  constructor(
    readonly body: string,
    /** True if an idempotency key replayed an earlier response. */
    readonly replayed = false,
  ) {}
}

/** The object of a response, for those that translate it. */
export async function objectOf<Dto>(response: Promise<StoredResponse<Dto>>): Promise<Dto> {
  return JSON.parse((await response).body) as Dto;
}
