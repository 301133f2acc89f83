/** The status and headers of an HTTP response. */
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

/** A call in progress: `await` returns the object; `withResponse()` returns the status and the headers as well. */
export interface ApiPromise<T> extends Promise<T> {
  /** The object together with its response, from one and the same request. */
  withResponse(): Promise<WithResponse<T>>;
}

export function apiPromiseOf<T>(call: Promise<WithResponse<T>>): ApiPromise<T> {
  const data = call.then((answer) => answer.data);
  const withResponse = () => {
    // The caller awaits only the promise returned here, so the other one must not count as an unhandled rejection.
    data.catch(() => undefined);
    return call;
  };
  return Object.assign(data, { withResponse });
}

export function infoOf({ status, headers }: Response): ResponseInfo {
  return { status, headers, requestId: headers.get('X-Request-Id') ?? undefined };
}
