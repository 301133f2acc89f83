import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyHttpOptions, FastifyInstance } from 'fastify';
import { apiErrorOf } from '../errors/api-error-of.js';
import { ApiError, type ErrorReason } from '../errors/api-error.js';
import { sendError } from './error.filter.js';
import { acceptFormsOfFacades } from './form-body.js';
import { acceptJsonOnly, BODY_LIMIT_BYTES } from './json-body.js';
import { echoRequestId, genReqId } from './request-id.js';

/** For `new FastifyAdapter(…)`. Input that is not a valid HTTP request gets the error envelope too. */
export const HTTP_OPTIONS = {
  genReqId,
  bodyLimit: BODY_LIMIT_BYTES,
  // From the first byte to the last; a slow phone sends 64 kB in one or two seconds.
  requestTimeout: 30_000,
  // Granularity of the timeout above; the default would double it.
  http: { connectionsCheckingInterval: 1_000 },
  // While draining, requests on open connections are served: the load balancer sends no new ones.
  return503OnClosing: false,
  frameworkErrors: (error, request, reply) => sendError(apiErrorOf(error, request), request, reply),
  clientErrorHandler: answerClientError,
} satisfies FastifyHttpOptions<Server>;

/** Call it before Nest initialises the application, which must be created with `bodyParser: false`. */
export function prepareHttp(fastify: FastifyInstance): void {
  // If headersTimeout is larger, Node swaps the two, and a late body would get the 60 s of the head.
  fastify.server.headersTimeout = fastify.server.requestTimeout;
  // Without a listener Node closes the connection without a response.
  fastify.server.on('connect', (_request, socket) => refuseOnSocket(socket, NO_TUNNEL));
  acceptJsonOnly(fastify);
  acceptFormsOfFacades(fastify);
  echoRequestId(fastify);
  // Responses belong to one caller; a shared cache ignores our credential headers. Routes that serve files override this.
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

/** A bad request line, or headers that are too large or too slow. No reply object exists yet, so it writes to the socket. */
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
