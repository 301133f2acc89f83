import { Agent } from 'undici';
import Stripe from 'stripe';
import { AnsweredWithoutOutcome, isRefusal } from '../answered.js';

/** Far above any response that is asked for. */
const MAX_BYTES = 2 * 1024 * 1024;
/** The shapes that are read. A later version of an account's dashboard changes nothing here. */
const API_VERSION = '2023-08-16';

export interface StripeAddress {
  /** `https://api.stripe.com`, or an emulator on this machine. */
  base: string;
  secretKey: string;
  /** The limit of every request. */
  timeoutMs: number;
  connections: number;
}

/** Stripe's error. `status` and `code` decide what it means; its message is never stored or logged. */
export class StripeFault extends AnsweredWithoutOutcome {
  constructor(
    readonly status: number,
    readonly type: string | null,
    readonly code: string | null,
    readonly param: string | null,
  ) {
    super(`Stripe responded with ${status} ${type ?? ''} ${code ?? ''}`.trim(), isRefusal(status));
  }
}

/** Stripe's own client over connections of this account. No redirect is followed, and nothing is sent a second time. */
export class StripeHttp {
  readonly client: Stripe;
  private readonly agent: Agent;

  constructor({ base, secretKey, timeoutMs, connections }: StripeAddress) {
    this.agent = new Agent({
      ...{ connections, connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
      maxResponseSize: MAX_BYTES,
    });
    const { protocol, hostname, port } = new URL(base);
    this.client = new Stripe(secretKey, {
      // The types of the client are those of its newest version; responses are checked by stripe-objects.ts.
      ...{ apiVersion: API_VERSION as Stripe.LatestApiVersion, maxNetworkRetries: 0, telemetry: false },
      ...{ timeout: timeoutMs, httpClient: new AgentHttp(this.agent) },
      ...{ host: hostname, port: port || (protocol === 'https:' ? 443 : 80) },
      protocol: protocol === 'https:' ? 'https' : 'http',
    });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

type Headers = Record<string, string | number | string[]>;

class AgentHttp extends Stripe.HttpClient {
  constructor(private readonly agent: Agent) {
    super();
  }

  override getClientName(): string {
    return 'undici';
  }

  /** The whole body is read here, so that one which breaks off is no response. */
  override async makeRequest(
    host: string,
    port: string | number,
    path: string,
    method: string,
    headers: Headers,
    body: string,
    protocol: string,
    timeoutMs: number,
  ): Promise<Response> {
    const response = await this.agent.request({
      ...{ origin: `${protocol}://${host}:${port}`, path, method },
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      ...(body !== '' && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return new Response(response.statusCode, response.headers, await response.body.text());
  }
}

class Response extends Stripe.HttpClientResponse {
  constructor(
    private readonly status: number,
    private readonly received: object,
    private readonly text: string,
  ) {
    super(status, received as Record<string, string>);
  }

  override getRawResponse(): unknown {
    return this.received;
  }

  /** The documented success is 200 with an object. Everything else becomes an error that keeps the status. */
  override toJSON(): Promise<object> {
    const body = parsed(this.text);
    const { error } = body;
    if (this.status === 200 && error === undefined && Object.keys(body).length > 0) return Promise.resolve(body);
    const fault = typeof error === 'object' && error !== null ? error : {};
    return Promise.resolve({ error: { type: 'api_error', ...fault } });
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The error of a call of the client: a StripeFault if there was a response, and otherwise one without details. */
export function faultOf(error: unknown): Error {
  if (error instanceof Stripe.errors.StripeConnectionError) return new Error('No response from Stripe');
  if (error instanceof Stripe.errors.StripeError && error.statusCode !== undefined) {
    return new StripeFault(error.statusCode, error.rawType ?? null, error.code ?? null, error.param ?? null);
  }
  return new Error('The call to Stripe failed');
}
