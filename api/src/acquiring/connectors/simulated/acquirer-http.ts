import { Agent } from 'undici';
import { parsedJson } from '../../../platform/json-text.js';
import type { AcquirerResponse } from './simulated.mapping.js';

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

/** HTTP calls to the acquirer, over connections that are kept open. Redirects are not followed. */
export class AcquirerHttp {
  private readonly agent: Agent;
  private readonly origin: string;
  private readonly prefix: string;

  constructor(private readonly address: AcquirerAddress) {
    const { origin, pathname } = new URL(address.url);
    this.origin = origin;
    this.prefix = pathname.replace(/\/$/, '');
    this.agent = new Agent({
      connections: address.connections,
      connect: { timeout: address.timeoutMs },
      headersTimeout: address.timeoutMs,
      bodyTimeout: address.timeoutMs,
      maxResponseSize: MAX_BYTES,
    });
  }

  get(path: string): Promise<AcquirerResponse> {
    return this.send('GET', path);
  }

  post(path: string, body: object = {}, idempotencyKey?: string): Promise<AcquirerResponse> {
    return this.send('POST', path, JSON.stringify(body), idempotencyKey);
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(
    method: 'GET' | 'POST',
    path: string,
    body?: string,
    idempotencyKey?: string,
  ): Promise<AcquirerResponse> {
    const response = await this.agent.request({
      origin: this.origin,
      path: this.prefix + path,
      method,
      headers: {
        authorization: `Bearer ${this.address.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body }),
      // The timeouts above end a silent response. This one ends a response that arrives byte by byte.
      signal: AbortSignal.timeout(this.address.timeoutMs),
    });
    return { status: response.statusCode, body: parsedJson(await response.body.text()) };
  }
}
