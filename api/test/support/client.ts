import { randomUUID } from 'node:crypto';

export interface Reply {
  status: number;
  headers: Headers;
  /** The body as received. */
  text: string;
  /** The parsed body, loosely typed: tests access only the fields that they check. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

export interface CallOptions {
  /** The Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
  /** Sent unchanged, instead of JSON. */
  raw?: string | Buffer<ArrayBuffer>;
}

/** A merchant's key, or a user's session that acts for a merchant. */
export type Credentials = { key: string; secret: string } | { session: string; merchantId?: string };

function headersOf(credentials: Credentials | undefined): Record<string, string> {
  if (!credentials) return {};
  if ('key' in credentials) return { 'X-Api-Key': credentials.key, 'X-Api-Secret': credentials.secret };
  const { session, merchantId } = credentials;
  return { Authorization: `Bearer ${session}`, ...(merchantId && { 'X-Merchant-Id': merchantId }) };
}

/** Calls the API like a merchant's key or a member, or, without credentials, like a shopper. */
export class Client {
  constructor(
    readonly baseUrl: string,
    private readonly credentials?: Credentials,
  ) {}

  get(path: string, options?: CallOptions): Promise<Reply> {
    return this.call('GET', path, undefined, options);
  }

  post(path: string, body: unknown = {}, options?: CallOptions): Promise<Reply> {
    return this.call('POST', path, body, options);
  }

  patch(path: string, body: unknown, options?: CallOptions): Promise<Reply> {
    return this.call('PATCH', path, body, options);
  }

  delete(path: string, options?: CallOptions): Promise<Reply> {
    return this.call('DELETE', path, undefined, options);
  }

  async call(method: string, path: string, body: unknown, { key, headers, raw }: CallOptions = {}): Promise<Reply> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...headersOf(this.credentials),
        ...((body !== undefined || raw !== undefined) && { 'Content-Type': 'application/json' }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }
}

/** Letters only: random digits can look like a card number, and such a key is stored in another form. */
export const newKey = () => `test-${randomUUID().replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`;
