import type { FastifyCorsOptions, FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';

/** What a shopper's browser calls from the merchant's page. */
const PUBLIC_PATH =
  /^\/(api\/v1\/(orders\/[^/?]+\/public|payments\/(public|[^/?]+\/(public(\/stream)?|action)))|sdk\/[^/?]+)(\?|$)/;
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

/** Worked out once: a request only chooses. */
const TO_ANY: FastifyCorsOptions = { ...SHARED, origin: '*' };
const TO_ITS_OWN: FastifyCorsOptions = { ...SHARED, origin: true };
const TO_NONE: FastifyCorsOptions = { ...SHARED, origin: false };

/** Public endpoints are open to any origin, without credentials; in demo runs every route is open to loopback origins. */
export function corsFor(demo: boolean): FastifyCorsOptionsDelegateCallback {
  return (request: FastifyRequest, done) => {
    const { origin } = request.headers;
    const loopback = demo && typeof origin === 'string' && LOOPBACK_ORIGIN.test(origin);
    done(null, PUBLIC_PATH.test(request.url) ? TO_ANY : loopback ? TO_ITS_OWN : TO_NONE);
  };
}
