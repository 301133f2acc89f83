import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attempt, type Attempt, type EmulatedIntent, type EmulatedSession } from './book.js';
import { type Account, type Asked, EmulatedApi, type Reply } from './routes.js';

interface KeptReply extends Reply {
  request: string;
}
/** The reply to the next request that matches. As every reply it is kept under its idempotency key. */
export interface Scripted {
  method: string;
  path: RegExp;
  reply: Reply;
}
/** A request that is held: before Stripe carries it out, or after, when only its response is missing. */
interface Hold {
  method: string;
  path: RegExp;
  when: 'before' | 'after';
  arrived: () => void;
  released: Promise<void>;
}
const VERSION = '2023-08-16';

/**
 * Stripe as its documentation describes it, for what the connector uses, on this machine. It is written without the
 * gateway's code: what both misread, both would agree on.
 */
export class StripeEmulator {
  readonly api = new EmulatedApi();
  /** By secret key. */
  readonly accounts = new Map<string, Account>();
  readonly requests: { method: string; path: string; body: string }[] = [];
  readonly scripted: Scripted[] = [];
  private holding: Hold | undefined;
  private readonly keys = new Map<string, KeptReply>();

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<StripeEmulator> {
    const server = createServer();
    const emulator = new StripeEmulator(server);
    server.on('request', (request, response) => {
      emulator.serve(request, response).catch(() => void response.destroy());
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return emulator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A new account; returns its secret key. */
  account(mode: 'test' | 'live' = 'test'): string {
    const key = `sk_${mode}_${randomBytes(16).toString('hex')}`;
    this.accounts.set(key, { id: `acct_${randomBytes(8).toString('hex')}`, livemode: mode === 'live' });
    return key;
  }

  /** Another key of the same account. */
  roll(key: string): string {
    const account = this.accounts.get(key);
    if (!account) throw new Error('no such key');
    const next = `${key.slice(0, 8)}${randomBytes(16).toString('hex')}`;
    this.accounts.set(next, account);
    this.accounts.delete(key);
    return next;
  }

  session(url: string): EmulatedSession {
    const session = this.api.sessions.find((one) => one.url === url);
    if (!session) throw new Error(`no session at ${url}`);
    return session;
  }

  /** The session of a reference whose page was used, or else the newest. */
  sessionOf(account: string, reference: string): EmulatedSession | undefined {
    const all = this.api.sessions.filter((one) => one.account === account && one.reference === reference);
    return all.find(({ intent }) => intent !== null) ?? all.at(-1);
  }

  intentOf(account: string, reference: string): EmulatedIntent | undefined {
    return this.sessionOf(account, reference)?.intent ?? undefined;
  }

  /** Holds the next request of this kind. `held` resolves when it has arrived. */
  hold(method: string, path: RegExp, when: Hold['when']): { held: Promise<void>; release: () => void } {
    let arrived = () => {};
    let release = () => {};
    const held = new Promise<void>((resolve) => (arrived = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.holding = { method, path, when, arrived, released };
    return { held, release };
  }

  private async heldAt(when: Hold['when'], method: string, path: string): Promise<void> {
    const { holding } = this;
    if (holding?.when !== when || holding.method !== method || !holding.path.test(path)) return;
    this.holding = undefined;
    holding.arrived();
    await holding.released;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname.startsWith('/pay/')) return this.servePage(request.method ?? '', pathname, body, response);
    const method = request.method ?? '';
    this.requests.push({ method, path: pathname, body });
    const given = new Map(method === 'GET' ? searchParams : new URLSearchParams(body));
    await this.heldAt('before', method, pathname);
    const { status, body: reply } = this.replyTo(request, { method, path: pathname, given, origin: this.url }, body);
    await this.heldAt('after', method, pathname);
    const text = Buffer.from(JSON.stringify(reply));
    const headers = { 'content-type': 'application/json', 'content-length': text.length, 'request-id': 'req_emulated' };
    response.writeHead(status, headers).end(text);
  }

  private replyTo({ headers }: IncomingMessage, asked: Omit<Asked, 'account'>, body: string): Reply {
    const account = this.accounts.get(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
    if (!account) return failure(401, 'invalid_request_error', 'Invalid API Key provided');
    if (headers['stripe-version'] !== VERSION) return failure(400, 'invalid_request_error', 'Another version');
    const key = headers['idempotency-key'];
    const run = () => this.scriptedReply(asked) ?? this.api.answer({ ...asked, account });
    if (asked.method !== 'POST' || typeof key !== 'string') return run();
    const request = createHash('sha256').update(`${asked.path}?${body}`).digest('hex');
    const kept = this.keys.get(`${account.id}:${key}`);
    if (kept && kept.request !== request) {
      return failure(
        400,
        'idempotency_error',
        'Keys for idempotent requests can only be used with the same parameters',
      );
    }
    if (kept) return kept;
    const reply = run();
    // Whatever the first reply was, it is kept, but for one about a parameter: that request had not begun.
    const isBegun = !JSON.stringify(reply.body).includes('"param"') && reply.status !== 429 && reply.status !== 409;
    if (isBegun) this.keys.set(`${account.id}:${key}`, { ...reply, request });
    return reply;
  }

  private scriptedReply({ method, path }: Omit<Asked, 'account'>): Reply | undefined {
    const at = this.scripted.findIndex((one) => one.method === method && one.path.test(path));
    return at < 0 ? undefined : this.scripted.splice(at, 1)[0]?.reply;
  }

  /** The page of a session, for a browser and for tests. */
  private servePage(method: string, path: string, body: string, response: ServerResponse): void {
    const session = this.session(`${this.url}${path}`);
    if (method === 'POST') {
      attempt(session, (new URLSearchParams(body).get('attempt') ?? 'pay') as Attempt);
      response.writeHead(303, { location: session.status === 'complete' ? session.successUrl : path }).end();
      return;
    }
    const button = (value: Attempt, text: string) =>
      `<button name="attempt" value="${value}" data-test-id="emulated-${value}">${text}</button>`;
    const form = `<form method="post">${button('pay', 'Pay')}${button('decline', 'Declined card')}</form>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Emulated checkout</title>${session.status === 'open' ? form : session.status}`);
  }
}

const failure = (status: number, type: string, message: string): Reply => ({
  status,
  body: { error: { type, message } },
});

/** A notification as Stripe signs it. */
export function signedEvent(text: string, secret: string, at: Date): { headers: Record<string, string>; body: Buffer } {
  const seconds = Math.floor(at.getTime() / 1000);
  const hex = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex');
  return { headers: { 'stripe-signature': `t=${seconds},v1=${hex}` }, body: Buffer.from(text) };
}
