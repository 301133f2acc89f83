import { Agent } from 'undici';
import { parsedJson } from '../../../platform/json-text.js';

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

/** A response: its status and, if it was JSON, its body. */
export interface RazorpayResponse {
  status: number;
  body: unknown;
}

/** The requests of one call: together they end within the limit. */
export interface RazorpayCall {
  get(path: string): Promise<RazorpayResponse>;
  post(path: string, body?: object, headers?: Record<string, string>): Promise<RazorpayResponse>;
}

/** Razorpay's HTTP API, over connections that are kept open. Redirects are not followed. */
export class RazorpayHttp {
  private readonly agent: Agent;
  private readonly origin: string;
  private readonly prefix: string;
  private readonly authorization: string;

  constructor(private readonly address: RazorpayAddress) {
    const { origin, pathname } = new URL(address.apiBase);
    this.origin = origin;
    this.prefix = pathname.replace(/\/$/, '');
    const pair = `${address.keyId}:${address.keySecret}`;
    this.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    const { timeoutMs, connections } = address;
    this.agent = new Agent({
      ...{ connections, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, maxResponseSize: MAX_BYTES },
      connect: { timeout: timeoutMs },
    });
  }

  begin(): RazorpayCall {
    const signal = AbortSignal.timeout(this.address.timeoutMs);
    return {
      get: (path) => this.send(signal, 'GET', path),
      post: (path, body = {}, headers = {}) => this.send(signal, 'POST', path, JSON.stringify(body), headers),
    };
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(
    signal: AbortSignal,
    method: 'GET' | 'POST',
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ): Promise<RazorpayResponse> {
    const response = await this.agent.request({
      ...{ origin: this.origin, path: this.prefix + path, method, signal },
      headers: {
        authorization: this.authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    return { status: response.statusCode, body: parsedJson(await response.body.text()) };
  }
}
