import { JsonClient, type JsonResponse } from '../json-client.js';

/** Far above any response of the acquirer. */
const MAX_BYTES = 64 * 1024;

export interface AcquirerAddress {
  url: string;
  key: string;
  /** Limit of a call, from its start to the end of the response's body. */
  timeoutMs: number;
  /** Calls at a time; more wait for a connection. */
  connections: number;
}

/** HTTP calls to the acquirer. */
export class AcquirerHttp {
  private readonly client: JsonClient;

  constructor({ url, key, timeoutMs, connections }: AcquirerAddress) {
    this.client = new JsonClient({ url, authorization: `Bearer ${key}`, timeoutMs, connections, maxBytes: MAX_BYTES });
  }

  get(path: string): Promise<JsonResponse> {
    return this.client.send('GET', path);
  }

  post(path: string, body: object = {}, idempotencyKey?: string): Promise<JsonResponse> {
    return this.client.send('POST', path, {
      body,
      headers: { ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }) },
    });
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
