import { randomUUID } from 'node:crypto';

export interface Reply {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  /** The body parsed, loosely typed: tests look at what they name. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  json: any;
}

export interface CallOptions {
  /** The Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
  /** Sent as it is, instead of JSON. */
  raw?: string | Buffer;
}

/** Talks to the API as one merchant's key would, or, without credentials, as a shopper. */
export class Client {
  constructor(
    readonly baseUrl: string,
    private readonly credentials?: { key: string; secret: string },
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
        ...(this.credentials && { 'X-Api-Key': this.credentials.key, 'X-Api-Secret': this.credentials.secret }),
        ...((body !== undefined || raw !== undefined) && { 'Content-Type': 'application/json' }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }
}

export const newKey = () => `test-${randomUUID()}`;
