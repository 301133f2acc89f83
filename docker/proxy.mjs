/** Distributes requests over all replicas of the API: `node docker/proxy.mjs`, part of `docker-compose --profile scale`. */
import { randomUUID } from 'node:crypto';
import { Agent, createServer, request as send } from 'node:http';
import { resolve4 } from 'node:dns/promises';

const PORT = 8080;
const API = 'api';
const API_PORT = 8000;
const ADDRESSES_KEPT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 1_000;
const PATIENCE_MS = 10_000;
/** Time limit for the connection only: after that the request may have been read, so the proxy must not repeat it. */
const NOT_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNTIMEOUT']);
/** The request ids that the API accepts. */
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade']);

// Idle connections are closed here long before the API closes them, so that no request uses a closing one.
const agent = new Agent({ keepAlive: true, timeout: 5_000, maxFreeSockets: 64 });
let known = { at: 0, addresses: [] };
let turn = 0;

/** The replicas in the network's name server, starting with the next one in rotation. */
async function replicas() {
  if (Date.now() - known.at > ADDRESSES_KEPT_MS) {
    const addresses = await resolve4(API).catch(() => known.addresses);
    known = { at: Date.now(), addresses: addresses.sort() };
  }
  const first = known.addresses.length > 0 ? turn++ % known.addresses.length : 0;
  return [...known.addresses.slice(first), ...known.addresses.slice(0, first)];
}

function forwarded({ headers, socket }) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
  const before = headers['x-forwarded-for'];
  return { ...kept, 'x-forwarded-for': before ? `${before}, ${socket.remoteAddress}` : socket.remoteAddress };
}

/** Resolves with the replica's response when it begins. The body is sent only over an established connection. */
function ask(host, incoming) {
  return new Promise((resolve, reject) => {
    const { method, url } = incoming;
    const outgoing = send({ host, port: API_PORT, method, path: url, headers: forwarded(incoming), agent });
    outgoing.on('error', reject).on('response', resolve);
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) return incoming.pipe(outgoing);
      const late = Object.assign(new Error(`${host} does not answer`), { code: 'ECONNTIMEOUT' });
      const timer = setTimeout(() => outgoing.destroy(late), CONNECT_TIMEOUT_MS);
      outgoing.once('close', () => clearTimeout(timer));
      socket.once('connect', () => (clearTimeout(timer), incoming.pipe(outgoing)));
    });
    incoming.once('error', () => outgoing.destroy());
  });
}

async function answer(incoming, response) {
  for (const host of await replicas()) {
    try {
      const reply = await ask(host, incoming);
      const headers = [];
      for (let i = 0; i < reply.rawHeaders.length; i += 2) {
        if (!HOP_BY_HOP.has(reply.rawHeaders[i].toLowerCase())) headers.push(...reply.rawHeaders.slice(i, i + 2));
      }
      response.writeHead(reply.statusCode, reply.statusMessage, headers);
      reply.on('error', () => response.destroy()).pipe(response);
      response.once('close', () => reply.destroy()); // a stream lives only as long as its listener
      return;
    } catch (error) {
      if (NOT_SENT.has(error.code)) continue;
      return refuse(incoming, response, 'The API broke off. Ask again with the same Idempotency-Key.');
    }
  }
  refuse(incoming, response, 'No replica of the API answers. Ask again in a moment.');
}

/** The same refusal as the API's when it is overloaded. */
function refuse({ headers }, response, description) {
  if (response.headersSent || response.destroyed) return response.destroy();
  const given = headers['x-request-id'] ?? '';
  const requestId = REQUEST_ID.test(given) ? given : randomUUID();
  response.writeHead(503, { 'Content-Type': 'application/json', 'Retry-After': '1', 'X-Request-Id': requestId });
  response.end(JSON.stringify({ error: { code: 'SERVICE_UNAVAILABLE', description, request_id: requestId } }));
}

const server = createServer((incoming, response) => void answer(incoming, response));
server.requestTimeout = 0; // the API has its own
server.listen(PORT, '0.0.0.0', () => console.log(`proxy listens on port ${PORT}`));

function stop() {
  server.close(() => process.exit(0));
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), PATIENCE_MS).unref();
}
process.once('SIGTERM', stop).once('SIGINT', stop);
