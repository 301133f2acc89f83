import { JsonClient, type JsonResponse } from '../json-client.js';

/** Above a hundred payments of an order, or a hundred refunds. */
const MAX_BYTES = 1024 * 1024;

/** How one account is reached. */
export interface RazorpayAddress {
  keyId: string;
  keySecret: string;
  /** `https://api.razorpay.com`, or an emulator on this machine. */
  apiBase: string;
  /** Limit of a call of the connector, which may be several requests. */
  timeoutMs: number;
  /** Requests at a time; more wait for a connection. */
  connections: number;
}

/** The requests of one call: together they end within the limit. */
export interface RazorpayCall {
  get(path: string): Promise<JsonResponse>;
  post(path: string, body?: object, headers?: Record<string, string>): Promise<JsonResponse>;
}

/** Razorpay's HTTP API. */
export class RazorpayHttp {
  private readonly client: JsonClient;

  constructor({ keyId, keySecret, apiBase, timeoutMs, connections }: RazorpayAddress) {
    const authorization = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString('base64')}`;
    this.client = new JsonClient({ url: apiBase, authorization, timeoutMs, connections, maxBytes: MAX_BYTES });
  }

  begin(): RazorpayCall {
    const signal = this.client.limit();
    return {
      get: (path) => this.client.send('GET', path, { signal }),
      post: (path, body = {}, headers = {}) => this.client.send('POST', path, { body, headers, signal }),
    };
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
