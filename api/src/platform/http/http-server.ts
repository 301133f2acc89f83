import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { apiErrorOf } from '../errors/api-error-of.js';
import { ApiError, type ErrorReason } from '../errors/api-error.js';
import { sendError } from './error.filter.js';
import { acceptJsonOnly, BODY_LIMIT_BYTES } from './json-body.js';
import { echoRequestId, genReqId } from './request-id.js';

/** For `new FastifyAdapter(…)`. Whatever cannot become a request at all is answered with the envelope too. */
export const HTTP_OPTIONS = {
  genReqId,
  bodyLimit: BODY_LIMIT_BYTES,
  // From its first byte to its last; 64 kB take a slow phone a second or two.
  requestTimeout: 30_000,
  // How late a connection is cut; the default would double the time above.
  http: { connectionsCheckingInterval: 1_000 },
  // While draining, a request on an open connection is served: readiness has told the balancer to send no new ones.
  return503OnClosing: false,
  frameworkErrors: (error, request, reply) => sendError(apiErrorOf(error, request), request, reply),
  clientErrorHandler: answerClientError,
} satisfies FastifyHttpOptions<Server>;

/** To be called before Nest initialises the application, which must be created with `bodyParser: false`. */
export function prepareHttp(fastify: FastifyInstance): void {
  // Node swaps the two when the head may take longer than all: then a late body would have the head's minute.
  fastify.server.headersTimeout = fastify.server.requestTimeout;
  // Without a listener Node would close the connection and say nothing.
  fastify.server.on('connect', (_request, socket) => refuseOnSocket(socket, NO_TUNNEL));
  acceptJsonOnly(fastify);
  echoRequestId(fastify);
  // Answers are one caller's own, and keys in headers of ours would not stop a shared cache. Files say otherwise.
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.header('Cache-Control', 'no-store');
    done();
  });
}

type Refusal = [reason: ErrorReason, description: string];
const CLIENT_ERRORS: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The request headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time'],
};
const NOT_HTTP: Refusal = ['malformed_request', 'The request is not valid HTTP'];
const NO_TUNNEL: Refusal = ['malformed_request', 'The method CONNECT is not supported'];

/** A bad request line, headers too large or too slow: there is no reply yet, so the socket is written to. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  refuseOnSocket(socket, CLIENT_ERRORS[error.code ?? ''] ?? NOT_HTTP);
}

function refuseOnSocket(socket: Duplex, [reason, description]: Refusal): void {
  const requestId = randomUUID();
  const refusal = new ApiError(reason, description);
  const body = JSON.stringify(refusal.toEnvelope(requestId));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
