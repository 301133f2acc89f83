import type { FastifyCorsOptions, FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';

/** Paths that a shopper's browser calls from the merchant's page. */
const PUBLIC_PATH =
  /^\/(razorpay\/v1\/checkout(\.js|\/signature)|api\/v1\/(orders\/[^/?]+\/public|payments\/(public|[^/?]+\/(public(\/stream)?|action)))|sdk\/[^/?]+)(\?|$)/;
const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|[^/]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const SHARED: FastifyCorsOptions = {
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowedHeaders: ['Content-Type', 'Idempotency-Key', 'X-Api-Key', 'X-Api-Secret', 'X-Request-Id', 'Last-Event-ID'],
  exposedHeaders: [
    'X-Request-Id',
    'Idempotent-Replayed',
    'Retry-After',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
  ],
  credentials: false,
  maxAge: 600,
};

/** Built once; a request only selects one. */
const ANY_ORIGIN: FastifyCorsOptions = { ...SHARED, origin: '*' };
const SAME_ORIGIN_AS_REQUEST: FastifyCorsOptions = { ...SHARED, origin: true };
const NO_ORIGIN: FastifyCorsOptions = { ...SHARED, origin: false };

/** Public endpoints are open to any origin, without credentials; in demo runs every route is open to loopback origins. */
export function corsFor(demo: boolean): FastifyCorsOptionsDelegateCallback {
  return (request: FastifyRequest, done) => {
    const { origin } = request.headers;
    const loopback = demo && typeof origin === 'string' && LOOPBACK_ORIGIN.test(origin);
    done(null, PUBLIC_PATH.test(request.url) ? ANY_ORIGIN : loopback ? SAME_ORIGIN_AS_REQUEST : NO_ORIGIN);
  };
}
