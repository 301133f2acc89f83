import { refuseSecretInBrowser } from './browser/secret.js';
import { ConnectionError, errorOf, PaymentGatewayError } from './errors.js';

/** Who calls: a merchant's server (key and secret), a dashboard (session), or a shopper's side (nobody). */
export interface PaymentGatewayOptions {
  /** Public key id, `key_test_…` or `key_live_…`. */
  apiKey?: string;
  /** Its secret. Never in a browser. */
  apiSecret?: string;
  /** A session of a dashboard user, instead of a key. */
  sessionToken?: string;
  /** The merchant a session acts for. */
  merchantId?: string;
  /** Where the API is, without `/api/v1`. Default `http://localhost:8000`. */
  baseUrl?: string;
  /** Milliseconds one attempt may take, its body included; of a stream, until it begins. Default 30 000. */
  timeout?: number;
  /** How often a request is sent again after a broken connection, a 409, a 429 or a 5xx. Default 2. */
  maxRetries?: number;
  /** Milliseconds a retry may wait; a server that asks for more (`Retry-After`) is an error at once. Default 60 000. */
  maxRetryDelay?: number;
}

/** What may be said with a single call. */
export interface RequestOptions {
  /** 1 to 255 visible ASCII characters. Default: a random one per call, kept over its retries. */
  idempotencyKey?: string;
  timeout?: number;
  maxRetries?: number;
  headers?: Record<string, string>;
  /** Ends the call, or a stream, early. */
  signal?: AbortSignal;
}

export interface WireRequest {
  method: string;
  path: string;
  query?: object;
  body?: unknown;
  accept: string;
}

/** A refund may bring its key in the body; the header must agree with it. */
function keyIn(body: unknown): string | undefined {
  return (body as { idempotency_key?: string } | undefined)?.idempotency_key;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 8_000;
const LONGEST_RETRY_AFTER = 60_000;
const RETRIED = (status: number) => status === 409 || status === 429 || status >= 500;

/** Sends requests: credentials, idempotency keys, deadlines and retries. */
export class Transport {
  private readonly baseUrl: string;
  private readonly credentials: Record<string, string>;

  constructor(private readonly options: PaymentGatewayOptions) {
    refuseSecretInBrowser(options.apiSecret);
    this.baseUrl = (options.baseUrl ?? 'http://localhost:8000').replace(/\/+$/, '');
    this.credentials = credentialsOf(options);
  }

  /** `read` takes what is wanted from the answer; until it is done, deadline and retries hold. */
  async send<T>(request: WireRequest, read: (answer: Response) => Promise<T> | T, options: RequestOptions = {}) {
    const url = `${this.baseUrl}${request.path}${queryOf(request.query)}`;
    const writes = request.method !== 'GET';
    const idempotencyKey = writes ? (options.idempotencyKey ?? keyIn(request.body) ?? crypto.randomUUID()) : undefined;
    const headers: Record<string, string> = {
      Accept: request.accept,
      ...this.credentials,
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(request.body !== undefined && { 'Content-Type': 'application/json' }),
      ...options.headers,
    };
    const init = {
      method: request.method,
      headers,
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    };
    const retries = options.maxRetries ?? this.options.maxRetries ?? 2;
    for (let attempt = 0; ; attempt++) {
      const answer = await this.attempt(url, init, read, options, idempotencyKey);
      if (!(answer instanceof PaymentGatewayError)) return answer;
      const wait = delayBefore(attempt, answer.retryAfter, this.options.maxRetryDelay ?? LONGEST_RETRY_AFTER);
      const again = answer.status === undefined || RETRIED(answer.status);
      if (!again || attempt >= retries || wait === undefined || options.signal?.aborted) throw answer;
      await pause(wait, options.signal);
    }
  }

  /** What was read from a good answer, or what is wrong. Only the caller's own signal throws. */
  private async attempt<T>(
    url: string,
    init: RequestInit,
    read: (answer: Response) => Promise<T> | T,
    { timeout = this.options.timeout ?? 30_000, signal }: RequestOptions,
    idempotencyKey: string | undefined,
  ): Promise<T | PaymentGatewayError> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeout);
    try {
      const signals = signal ? [signal, deadline.signal] : [deadline.signal];
      // `manual`: a redirect would carry the credentials to another host.
      const response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
      if (response.ok) return await read(response);
      const failure = await failureIn(response);
      signal?.throwIfAborted();
      return errorOf({ ...failure, idempotencyKey });
    } catch (error) {
      signal?.throwIfAborted();
      const what = deadline.signal.aborted ? `no answer within ${timeout} ms` : (error as Error).message;
      return connectionError(`${init.method} ${url}: ${what}. Is the gateway running there?`, error, idempotencyKey);
    } finally {
      clearTimeout(timer);
    }
  }
}

export function connectionError(description: string, cause: unknown, idempotencyKey?: string): ConnectionError {
  return new ConnectionError({ code: 'CONNECTION_ERROR', description, idempotencyKey }, { cause });
}

function credentialsOf({ apiKey, apiSecret, sessionToken, merchantId }: PaymentGatewayOptions): Record<string, string> {
  if (sessionToken)
    return { Authorization: `Bearer ${sessionToken}`, ...(merchantId && { 'X-Merchant-Id': merchantId }) };
  if (!apiKey && !apiSecret) return {};
  if (!apiKey || !apiSecret) throw new TypeError('apiKey and apiSecret are needed together');
  return { 'X-Api-Key': apiKey, 'X-Api-Secret': apiSecret };
}

function queryOf(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text && `?${text}`;
}

interface ErrorBody {
  error?: { code: string; description: string; field?: string; reason?: string; request_id?: string };
}

async function failureIn(response: Response) {
  const body = (await response.json().catch(() => ({}))) as ErrorBody | null;
  const unknown = { code: 'SERVER_ERROR', description: `The answer was ${response.status}` };
  const error: NonNullable<ErrorBody['error']> = body?.error ?? unknown;
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  return {
    code: error.code,
    description: error.description,
    field: error.field,
    reason: error.reason,
    status: response.status,
    requestId: error.request_id ?? response.headers.get('X-Request-Id') ?? undefined,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

/** Doubling, with jitter so that many clients do not come back as one; undefined when the server asks for too long. */
function delayBefore(attempt: number, retryAfter: number | undefined, longest: number): number | undefined {
  const backoff = Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY, longest) * (0.5 + Math.random() / 2);
  if (retryAfter === undefined) return backoff;
  return retryAfter * 1000 > longest ? undefined : Math.max(retryAfter * 1000, backoff);
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
