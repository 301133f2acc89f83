/** What an HTTP response says beside its body. */
export interface ResponseInfo {
  status: number;
  /** `RateLimit-Remaining`, `Idempotent-Replayed`, `Date` and the others. */
  headers: Headers;
  /** `X-Request-Id`: quote it to the gateway's operator. */
  requestId: string | undefined;
}

export interface WithResponse<T> {
  data: T;
  response: ResponseInfo;
}

/** A call under way: `await` returns the object; `withResponse()` returns the status and the headers as well. */
export interface Answer<T> extends Promise<T> {
  /** The object with the response that brought it, of the same single request. */
  withResponse(): Promise<WithResponse<T>>;
}

export function answerOf<T>(call: Promise<WithResponse<T>>): Answer<T> {
  const data = call.then((answer) => answer.data);
  const withResponse = () => {
    // Only the promise that is returned here is awaited: the other one must not count as an unhandled rejection.
    data.catch(() => undefined);
    return call;
  };
  return Object.assign(data, { withResponse });
}

export function infoOf({ status, headers }: Response): ResponseInfo {
  return { status, headers, requestId: headers.get('X-Request-Id') ?? undefined };
}
