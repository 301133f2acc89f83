import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Account, type Refusal } from './account.js';
import { serveLinkPage } from './link-page.js';

/** What is sent instead of the emulator's own response, once. `after`: the request is carried out before. */
export interface Scripted {
  status: number;
  body: string;
  type?: string;
  location?: string;
  after?: true;
}

/**
 * Razorpay's API as its documents describe it, in memory and scripted by a test. It shares no code with the gateway, so that
 * it can contradict what the gateway believes.
 */
export class RazorpayEmulator {
  readonly accounts = new Map<string, Account>();
  readonly requests: string[] = [];
  private holds: { pattern: RegExp; when: 'before' | 'after'; reached: () => void; released: Promise<unknown> }[] = [];
  private scripted: { pattern: RegExp; response: Scripted }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<RazorpayEmulator> {
    const server = createServer();
    const emulator = new RazorpayEmulator(server);
    server.on('request', (request, response) => void emulator.serve(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return emulator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A new account; its key is `keyId:keySecret`. */
  account(key: string): Account {
    const account = new Account(`${this.url}/rzp`);
    this.accounts.set(key, account);
    return account;
  }

  /** The next request whose method and path match gets this response. */
  next(pattern: RegExp, response: Scripted): void {
    this.scripted.push({ pattern, response });
  }

  /**
   * Holds the next request that matches before or after its effect, until it is released. Its response is lost, so that the
   * caller can be killed in between.
   */
  hold(pattern: RegExp, when: 'before' | 'after'): { held: Promise<void>; release: () => void } {
    const [gate, arrival] = [new EventEmitter(), new EventEmitter()];
    const [released, held] = [once(gate, 'open'), once(arrival, 'reached')];
    this.holds.push({ pattern, when, reached: () => arrival.emit('reached'), released });
    return { held: held.then(() => undefined), release: () => void gate.emit('open') };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '' } = request;
    if (url.startsWith('/rzp/')) {
      const asked = { method, path: url, body: Buffer.concat(chunks).toString() };
      return serveLinkPage(this.accounts.values(), asked, response);
    }
    const line = `${method} ${url}`;
    this.requests.push(line);
    const waiting = this.holds.findIndex(({ pattern }) => pattern.test(line));
    const [hold] = waiting < 0 ? [] : this.holds.splice(waiting, 1);
    if (hold) {
      if (hold.when === 'after') this.answer(request, Buffer.concat(chunks));
      hold.reached();
      await hold.released;
      return void response.destroy();
    }
    const place = this.scripted.findIndex(({ pattern }) => pattern.test(line));
    const [script] = place < 0 ? [] : this.scripted.splice(place, 1);
    const carriedOut = script && !script.response.after ? undefined : this.answer(request, Buffer.concat(chunks));
    if (script) {
      const { status, body, type = 'application/json', location } = script.response;
      response.writeHead(status, { 'content-type': type, ...(location && { location }) }).end(body);
      return;
    }
    const [status, body] = carriedOut ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, sent: Buffer): [number, object] {
    const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    const account = this.accounts.get(Buffer.from(encoded, 'base64').toString());
    if (!account) return failure(401, 'The api key provided is invalid');
    const { pathname, searchParams } = new URL(url, this.url);
    const body = sent.length > 0 ? (JSON.parse(sent.toString()) as Record<string, unknown>) : {};
    const result = route(account, `${method} ${pathname}`, searchParams, body, headers['x-refund-idempotency']);
    if (!result) return failure(400, 'The requested URL was not found on the server.');
    return 'refused' in result ? failure((result as Refusal).status ?? 400, String(result.refused)) : [200, result];
  }
}

type Query = URLSearchParams;

function route(
  account: Account,
  line: string,
  query: Query,
  body: Record<string, unknown>,
  key: string | string[] | undefined,
): object | undefined {
  const [, id = ''] = /\/v1\/[a-z_]+\/([^/]+)/.exec(line) ?? [];
  switch (line.replace(/(\/v1\/[a-z_]+)\/[^/]+/, '$1/:id')) {
    case 'POST /v1/payment_links':
      return account.createLink(body);
    case 'GET /v1/payment_links':
      return { payment_links: account.linksOf(query.get('reference_id')) };
    case 'GET /v1/payment_links/:id':
      return account.linkById(id);
    case 'POST /v1/payment_links/:id/cancel':
      return account.cancelLink(id);
    case 'GET /v1/orders/:id/payments':
      return account.paymentsOfOrder(id);
    case 'GET /v1/payments':
      return collection([...account.payments.values()].slice(0, Number(query.get('count') ?? 10)));
    case 'GET /v1/payments/:id':
      return account.paymentById(id);
    case 'POST /v1/payments/:id/capture':
      return account.capture(id, body);
    case 'POST /v1/payments/:id/refund':
      return account.refund(id, body, typeof key === 'string' ? key : undefined);
    case 'GET /v1/payments/:id/refunds':
      return paged(account.refundsOf(id), query);
    case 'GET /v1/disputes':
      return paged(account.disputes, query);
    default:
      return undefined;
  }
}

function paged(items: readonly object[], query: Query): object {
  const skip = Number(query.get('skip') ?? 0);
  return collection(items.slice(skip, skip + Number(query.get('count') ?? 10)));
}

const collection = (items: readonly object[]) => ({ entity: 'collection', count: items.length, items });

const failure = (status: number, description: string): [number, object] => [
  status,
  { error: { code: 'BAD_REQUEST_ERROR', description, source: 'NA', step: 'NA', reason: 'NA', metadata: {} } },
];
