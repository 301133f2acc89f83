import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { redactText } from '../secrets/redaction.js';

const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's own id where it is safe to keep, log and echo, else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  const taken = typeof header === 'string' && WELL_FORMED.test(header) && redactText(header) === header;
  return taken ? header : randomUUID();
}

/** For Fastify's `genReqId`: the id is then `request.id` everywhere. */
export function genReqId(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdOf(request.headers['x-request-id']);
}

/** On every answer; Nest's event streams take the headers of the reply with them. */
export function echoRequestId(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Request-Id', request.id);
    done();
  });
}
