import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sending } from '../faults/faulty-call.js';
import type { PaySite } from '../pages/pay-site.js';
import type { Admin } from './admin.js';
import type { Api, ApiRequest } from './api.js';
import { json, type Outcome, Refusal, type Reply } from './reply.js';
import { readBody } from './request-body.js';

/** Time in which a request must arrive in full. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Longer than any pause between two calls of a busy gateway. */
const KEEP_ALIVE_MS = 60_000;

export interface Parts {
  api: Api;
  admin: Admin;
  site: PaySite;
  isHealthy(): Promise<boolean>;
  failed(error: unknown, request: string): void;
}

/** The HTTP server. It sends what the parts return, or closes the connection where a response must be missing. */
export function acquirerServer(parts: Parts): Server {
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: 1_000,
  });
  server.on('request', (request, response) => {
    response.once('finish', () => {
      // A kept connection that was busy when the server closed would hold its end up until it times out.
      if (!server.listening) request.socket.end();
    });
    void respond(parts, request, response).catch(() => response.destroy());
  });
  return server;
}

async function respond(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { outcome, sending } = await outcomeOf(parts, request).catch((error: unknown) => ({
    outcome: failure(parts, error, request),
    sending: { skewMs: 0 },
  }));
  await send(response, outcome, sending);
}

async function outcomeOf(parts: Parts, message: IncomingMessage): Promise<{ outcome: Outcome; sending: Sending }> {
  const { pathname: path, searchParams: query } = new URL(message.url ?? '/', 'http://acquirer');
  const request: ApiRequest = {
    method: message.method ?? 'GET',
    path,
    authorization: message.headers.authorization,
    host: message.headers.host,
    idempotencyKey: message.headers['idempotency-key']?.toString(),
    body: () => readBody(message),
  };
  if (path === '/health') return plain(await health(parts));
  if (parts.admin.serves(path)) return plain(await parts.admin.run(request, query));
  if (parts.site.serves(path)) return plain(await parts.site.run(request));
  return parts.api.run(request);
}

const plain = (outcome: Outcome) => ({ outcome, sending: { skewMs: 0 } });

async function health(parts: Parts): Promise<Reply> {
  const isHealthy = await parts.isHealthy();
  return json(isHealthy ? 200 : 503, { status: isHealthy ? 'ok' : 'database unavailable' });
}

function failure(parts: Parts, error: unknown, { method, url }: IncomingMessage): Reply {
  if (error instanceof Refusal) return error.reply;
  parts.failed(error, `${method} ${url}`);
  return json(500, { error: { code: 'internal_error', message: 'The acquirer failed' } });
}

async function send(response: ServerResponse, outcome: Outcome, { trickleMs, skewMs }: Sending): Promise<void> {
  if (typeof outcome === 'string') return void response.destroy();
  const { status, text, headers } = outcome;
  if (skewMs !== 0) response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, 'content-length': Buffer.byteLength(text) });
  for (const byte of trickleMs === undefined ? [] : Buffer.from(text)) {
    await pause(trickleMs);
    if (response.destroyed) return;
    response.write(Uint8Array.of(byte));
  }
  response.end(trickleMs === undefined ? text : undefined);
}
