/**
 * The acquirer responded, and its response does not tell the outcome of the call. `isRefused`: it did not look at the
 * request, because it limits calls (429) or another one about the same reference is in progress (409).
 */
export class AnsweredWithoutOutcome extends Error {
  constructor(
    message: string,
    readonly isRefused: boolean,
  ) {
    super(message);
  }
}

/** A status with which an acquirer refuses to look at a request. */
export const isRefusal = (status: number): boolean => status === 429 || status === 409;
