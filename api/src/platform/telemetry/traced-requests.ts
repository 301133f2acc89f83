import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, Tracer } from './tracer.js';

/** Frequent requests without any effect. */
const UNTRACED = /^\/(health|metrics|docs|sdk)(\/|$)/;

/**
 * Records a span per request, named after its route. It replaces the caller's traceparent header, so that code that reads
 * the header (access/decorators.ts) passes on this span.
 */
export function traceRequests(fastify: Pick<FastifyInstance, 'addHook'>, tracer: Tracer): void {
  if (!tracer.on) return;
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? '';
    if (route !== '' && !UNTRACED.test(route)) {
      const given = request.headers['traceparent'];
      const span = tracer.begin(`${request.method} ${route}`, {
        kind: 'server',
        parent: typeof given === 'string' ? given : null,
        attributes: { 'http.request.method': request.method, 'http.route': route, 'gateway.request_id': request.id },
      });
      spans.set(request, span);
      request.headers['traceparent'] = span.traceParent ?? undefined;
    }
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    span?.end(reply.statusCode >= 500 ? `status ${reply.statusCode}` : undefined);
    done();
  });
}
