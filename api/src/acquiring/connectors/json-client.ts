import { Agent } from 'undici';
import { parsedJson } from '../../platform/json-text.js';

/** How the API of an acquirer is reached for one account. */
export interface ApiAddress {
  /** The base address of the API; paths are added to its path. */
  url: string;
  /** The value of the `authorization` header. */
  authorization: string;
  /** Limit of a call in milliseconds, from its start to the end of the response's body. */
  timeoutMs: number;
  /** Requests at a time; more wait for a connection. */
  connections: number;
  /** Limit of the body of a response, in bytes. */
  maxBytes: number;
}

/** A response: its status and, if it was JSON, its body. */
export interface JsonResponse {
  status: number;
  body: unknown;
}

interface SentRequest {
  body?: object;
  headers?: Record<string, string>;
  /** Ends the request; otherwise the limit of a call counts from now. */
  signal?: AbortSignal;
}

/** Requests in JSON over connections that are kept open. Redirects are not followed, and nothing is sent twice. */
export class JsonClient {
  private readonly agent: Agent;
  private readonly origin: string;
  private readonly prefix: string;

  constructor(private readonly address: ApiAddress) {
    const { url, timeoutMs, connections, maxBytes } = address;
    const { origin, pathname } = new URL(url);
    this.origin = origin;
    this.prefix = pathname.replace(/\/$/, '');
    this.agent = new Agent({
      ...{ connections, connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
      maxResponseSize: maxBytes,
    });
  }

  /** The timeouts of the connections end a silent response. The signal ends one that arrives byte by byte. */
  async send(method: 'GET' | 'POST', path: string, request: SentRequest = {}): Promise<JsonResponse> {
    const body = request.body && JSON.stringify(request.body);
    const response = await this.agent.request({
      ...{ origin: this.origin, path: this.prefix + path, method },
      headers: {
        authorization: this.address.authorization,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body !== undefined && { body }),
      signal: request.signal ?? this.limit(),
    });
    return { status: response.statusCode, body: parsedJson(await response.body.text()) };
  }

  /** Ends the requests of one call together. */
  limit(): AbortSignal {
    return AbortSignal.timeout(this.address.timeoutMs);
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }
}
