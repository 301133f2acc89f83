import { UsageError } from './errors.js';

/**
 * The caller's credentials: a merchant's server (key and secret), a dashboard (session), or a shopper's side (none).
 */
export interface PaymentGatewayOptions {
  /** Public key id: `key_test_…` or `key_live_…`. */
  apiKey?: string;
  /** The key's secret. Never use it in a browser. */
  apiSecret?: string;
  /** A session of a dashboard user, instead of a key. */
  sessionToken?: string;
  /** The merchant that a session acts for. */
  merchantId?: string;
  /** The API's address without `/api/v1`. Default `http://localhost:8000`. */
  baseUrl?: string;
  /** Time limit of one attempt in milliseconds, including the body; for a stream, until it starts. Default 30 000. */
  timeout?: number;
  /** How many times a request is sent again after a broken connection, a 409, a 429 or a 5xx. Default 2. */
  maxRetries?: number;
  /**
   * The longest wait before a retry, in milliseconds; if the server demands more (`Retry-After`), the call fails at
   * once. Default 60 000.
   */
  maxRetryDelay?: number;
  /** Sends the requests instead of the runtime's `fetch`: for a proxy, tracing or tests. */
  fetch?: typeof fetch;
}

/** Options of a single call that reads. */
export interface ReadOptions {
  timeout?: number;
  maxRetries?: number;
  headers?: Record<string, string>;
  /** Ends the call, or a stream, early. */
  signal?: AbortSignal;
}

/** Options of a single call. */
export interface RequestOptions extends ReadOptions {
  /** 1 to 255 visible ASCII characters. Default: a random one per call, reused for its retries. */
  idempotencyKey?: string;
}

const CLIENT_OPTIONS: Record<keyof PaymentGatewayOptions, true> = {
  apiKey: true,
  apiSecret: true,
  sessionToken: true,
  merchantId: true,
  baseUrl: true,
  timeout: true,
  maxRetries: true,
  maxRetryDelay: true,
  fetch: true,
};

const CALL_OPTIONS: Record<keyof RequestOptions, true> = {
  idempotencyKey: true,
  timeout: true,
  maxRetries: true,
  headers: true,
  signal: true,
};

/** @throws UsageError for an unknown name: plain JavaScript has no compiler to find it */
export function checkClientOptions(options: object): void {
  checkNames(options, CLIENT_OPTIONS, 'new PaymentGateway()');
}

export function checkCallOptions(options: unknown, call: string): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) {
    throw new UsageError(`The options of ${call} are an object, such as { idempotencyKey }`);
  }
  checkNames(options, CALL_OPTIONS, call);
}

function checkNames(options: object, known: object, call: string): void {
  const unknown = Object.keys(options).find((name) => !(name in known));
  if (unknown === undefined) return;
  throw new UsageError(`${call} has no option ${unknown}: there are ${Object.keys(known).join(', ')}`, {
    field: unknown,
  });
}
