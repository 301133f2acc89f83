import { Agent } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { DeadlinePassed, ShuttingDown } from './delivery-error.js';
import { type DeliveryResponse, Exchange } from './exchange.js';
import { guardedConnect, type ResolveName } from './guarded-connect.js';

/** Many servers close an idle connection after 5 s. A request on a closing connection would count as a failure. */
const KEEP_ALIVE_MS = 4000;
const MAX_AGENTS = 256;

export interface EndpointHttpOptions {
  guard: AddressGuard;
  /** WEBHOOK_TIMEOUT: for the whole exchange, from the DNS lookup to the last byte. */
  timeoutMs: number;
  /** Sockets per endpoint: as many as its slots. */
  connections?: number;
  maxAgents?: number;
  resolve?: ResolveName;
}

export interface DeliveryRequest {
  endpointId: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Posts deliveries, one attempt each. Redirects are not followed; the size and time of a response are limited. */
export class EndpointHttp {
  /**
   * Least recently used first. One per endpoint and not per host, so that two endpoints of a host do not share sockets.
   */
  private readonly agents = new Map<string, Agent>();
  private readonly inFlight = new Set<Exchange>();
  private readonly maxAgents: number;
  private readonly newAgent: () => Agent;
  private closed = false;

  constructor(private readonly options: EndpointHttpOptions) {
    const { guard, timeoutMs, connections = 4, resolve } = options;
    this.maxAgents = options.maxAgents ?? MAX_AGENTS;
    this.newAgent = () =>
      new Agent({
        connect: guardedConnect(guard, timeoutMs, resolve),
        connections,
        pipelining: 1,
        keepAliveTimeout: KEEP_ALIVE_MS,
        keepAliveMaxTimeout: KEEP_ALIVE_MS,
        // The deadline of the exchange covers both. A server that sends byte by byte would restart the second.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
  }

  /** Never rejects: errors are in the response. */
  async send(request: DeliveryRequest): Promise<DeliveryResponse> {
    const exchange = new Exchange();
    this.inFlight.add(exchange);
    const deadline = setTimeout(() => exchange.end(new DeadlinePassed()), this.options.timeoutMs);
    if (this.closed) exchange.end(new ShuttingDown());
    else this.dispatch(request, exchange);
    const response = await exchange.response;
    clearTimeout(deadline);
    this.inFlight.delete(exchange);
    return response;
  }

  /** Lets running exchanges finish for `graceMs`, then ends them as `shutting_down`. */
  async close(graceMs: number): Promise<void> {
    this.closed = true;
    const grace = setTimeout(() => this.inFlight.forEach((exchange) => exchange.end(new ShuttingDown())), graceMs);
    await Promise.all([...this.inFlight].map(({ response }) => response));
    clearTimeout(grace);
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  private dispatch({ endpointId, url, headers, body }: DeliveryRequest, exchange: Exchange): void {
    try {
      const { origin, pathname, search } = new URL(url);
      this.agentOf(endpointId).dispatch({ origin, path: pathname + search, method: 'POST', headers, body }, exchange);
    } catch (error) {
      exchange.end(error as Error);
    }
  }

  private agentOf(endpointId: string): Agent {
    const agent = this.agents.get(endpointId) ?? this.newAgent();
    this.agents.delete(endpointId);
    this.agents.set(endpointId, agent);
    const [oldest] = this.agents;
    if (oldest && this.agents.size > this.maxAgents) {
      this.agents.delete(oldest[0]);
      // Not awaited: an agent finishes its running requests before it closes.
      void oldest[1].close();
    }
    return agent;
  }
}
