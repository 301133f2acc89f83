import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { redactText } from '../secrets/redaction.js';

const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's id if it is safe to store, log and echo, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  const taken = typeof header === 'string' && WELL_FORMED.test(header) && redactText(header) === header;
  return taken ? header : randomUUID();
}

/** For Fastify's option `genReqId`; the result is `request.id`. */
export function genReqId(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdOf(request.headers['x-request-id']);
}

/** Sets the header on every response; Nest's event streams copy the headers of the reply. */
export function echoRequestId(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
}
