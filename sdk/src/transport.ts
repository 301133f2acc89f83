import { faultOfSecretInBrowser } from './browser/secret.js';
import { isDate } from './casing.js';
import { connectionError, errorOf, PaymentGatewayError, UsageError } from './errors.js';
import { checkClientOptions, type PaymentGatewayOptions, type RequestOptions } from './options.js';
import { randomId } from './random-id.js';
import { delayBefore, isRetried, pause, retryAfterIn } from './retry.js';

export interface WireRequest {
  method: string;
  path: string;
  query?: object;
  body?: unknown;
  accept: string;
}

/** A refund may carry its key in the body; the header must be equal to it. */
function keyIn(body: unknown): string | undefined {
  return (body as { idempotency_key?: string } | undefined)?.idempotency_key;
}

const DEFAULT_BASE_URL = 'http://localhost:8000';
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RETRY_DELAY_MS = 60_000;

/** Sends requests: credentials, idempotency keys, deadlines and retries. */
export class Transport {
  private readonly baseUrl: string;
  private readonly credentials: Record<string, string>;

  constructor(private readonly options: PaymentGatewayOptions) {
    checkClientOptions(options);
    const fault = faultOfSecretInBrowser(options.apiSecret);
    if (fault) throw new UsageError(fault, { field: 'apiSecret' });
    this.baseUrl = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, '');
    this.credentials = credentialsOf(options);
  }

  /** `read` extracts the result from the response; deadline and retries apply until it has finished. */
  async send<T>(request: WireRequest, read: (response: Response) => Promise<T> | T, options: RequestOptions = {}) {
    const url = `${this.baseUrl}${request.path}${queryOf(request.query)}`;
    const writes = request.method !== 'GET';
    const idempotencyKey = writes ? (options.idempotencyKey ?? keyIn(request.body) ?? randomId()) : undefined;
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
      ...(request.body !== undefined && { body: bodyOf(request.body) }),
    };
    const retries = options.maxRetries ?? this.options.maxRetries ?? 2;
    for (let attempt = 0; ; attempt++) {
      const result = await this.attempt(url, init, read, options, idempotencyKey);
      if (!(result instanceof PaymentGatewayError)) return result;
      const longest = this.options.maxRetryDelay ?? DEFAULT_MAX_RETRY_DELAY_MS;
      const wait = delayBefore(attempt, result.retryAfter, longest);
      const again = result.status === undefined || isRetried(result.status);
      if (!again || attempt >= retries || wait === undefined || options.signal?.aborted) throw result;
      await pause(wait, options.signal);
    }
  }

  /** Returns the result of a success, or the error. Throws only on the caller's own signal. */
  private async attempt<T>(
    url: string,
    init: RequestInit,
    read: (response: Response) => Promise<T> | T,
    { timeout = this.options.timeout ?? DEFAULT_TIMEOUT_MS, signal }: RequestOptions,
    idempotencyKey: string | undefined,
  ): Promise<T | PaymentGatewayError> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeout);
    // A variable: as a method call `fetch` would receive a `this` that some runtimes refuse.
    const send = this.options.fetch ?? fetch;
    try {
      const signals = signal ? [signal, deadline.signal] : [deadline.signal];
      // `manual`: a redirect would send the credentials to another host.
      const response = await send(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
      if (response.ok) return await read(response);
      const failure = await failureIn(response);
      signal?.throwIfAborted();
      return errorOf({ ...failure, idempotencyKey });
    } catch (error) {
      signal?.throwIfAborted();
      const what = deadline.signal.aborted ? `no response within ${timeout} ms` : (error as Error).message;
      const description = `${init.method} ${url}: ${what}.`;
      return connectionError({ description, hint: 'Is the gateway running there?', idempotencyKey }, error);
    } finally {
      clearTimeout(timer);
    }
  }
}

function credentialsOf({ apiKey, apiSecret, sessionToken, merchantId }: PaymentGatewayOptions): Record<string, string> {
  if (sessionToken)
    return { Authorization: `Bearer ${sessionToken}`, ...(merchantId && { 'X-Merchant-Id': merchantId }) };
  if (!apiKey && !apiSecret) return {};
  if (!apiKey || !apiSecret) throw new UsageError('apiKey and apiSecret are needed together');
  return { 'X-Api-Key': apiKey, 'X-Api-Secret': apiSecret };
}

function queryOf(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const pairs = given.map(([name, value]): [string, string] => [name, queryText(name, value)]);
  const text = new URLSearchParams(pairs).toString();
  return text && `?${text}`;
}

/** A list is joined by commas, a Date is written as ISO 8601. */
function queryText(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => queryText(name, item)).join(',');
  if (isDate(value)) {
    if (Number.isNaN(value.getTime())) throw new UsageError(`${name} is not a valid Date`, { field: name });
    return value.toISOString();
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UsageError(`${name} cannot be part of a query: pass a string, a number, a boolean or a Date`, {
    field: name,
  });
}

/** `JSON.stringify` writes null for an invalid Date, and throws for a bigint or a cycle. */
function bodyOf(body: unknown): string {
  try {
    return JSON.stringify(body, function (this: Record<string, unknown>, name, value: unknown) {
      const given = this[name];
      if (isDate(given) && Number.isNaN(given.getTime())) throw new TypeError(`${name} is not a valid Date`);
      return value;
    });
  } catch (error) {
    throw new UsageError(`The input cannot be written as JSON: ${(error as Error).message}`, { cause: error });
  }
}

interface ErrorBody {
  error?: { code: string; description: string; field?: string; reason?: string; request_id?: string };
}

async function failureIn(response: Response) {
  const body = (await response.json().catch(() => ({}))) as ErrorBody | null;
  const unknown = { code: 'SERVER_ERROR', description: `The response status was ${response.status}` };
  const error: NonNullable<ErrorBody['error']> = body?.error ?? unknown;
  return {
    code: error.code,
    description: error.description,
    field: error.field,
    reason: error.reason,
    status: response.status,
    headers: response.headers,
    requestId: error.request_id ?? response.headers.get('X-Request-Id') ?? undefined,
    retryAfter: retryAfterIn(response.headers),
  };
}
