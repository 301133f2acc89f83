import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';
import { LoopWatch } from '../telemetry/loop-watch.js';
import { sendError } from './error.filter.js';
import { takePlace } from './waiting.js';

/** Routes that are served under overload: orchestrators and operators need them, and each has its own bound. */
const EXEMPT = /^\/(health|metrics)(\/|$)/;
const STREAM = /\/stream$/;
const LOG_INTERVAL_MS = 10_000;
/** Share of the capacity while the event loop is late: enough to keep the database busy without a queue. */
const LATE_LOOP_SHARE = 1 / 8;

export interface Capacity {
  /** Maximum requests in progress; more would only wait behind them. */
  requests: number;
  /** Maximum open streams; each costs memory. */
  streams: number;
  /** Work that waits for the database. It includes the work of callers who have disconnected, who no longer count as requests. */
  waiting: () => number;
}

/** Counts requests and streams against the capacity. */
class Occupancy {
  requests = 0;
  streams = 0;
  private readonly loop = new LoopWatch().start();
  private isReduced = false;

  constructor(private readonly capacity: Capacity) {}

  isFull(route: string): boolean {
    if (EXEMPT.test(route)) return false;
    if (STREAM.test(route)) return this.streams >= this.capacity.streams;
    return Math.max(this.requests, this.capacity.waiting()) >= this.maxRequests();
  }

  add(route: string, request: FastifyRequest, reply: FastifyReply): void {
    if (EXEMPT.test(route)) return;
    let kind: 'requests' | 'streams' = STREAM.test(route) ? 'streams' : 'requests';
    this[kind]++;
    const becomes = (other: typeof kind) => {
      if (other === 'streams' && this.streams >= this.capacity.streams) return false;
      this[kind]--;
      kind = other;
      this[kind]++;
      return true;
    };
    const leave = takePlace(request, { becomes });
    // whichever side closes it
    reply.raw.once('close', () => {
      this[kind]--;
      leave();
    });
  }

  /** Reduced while the event loop is late, and until the load has halved after that: the limit must not oscillate. */
  private maxRequests(): number {
    const { requests } = this.capacity;
    const reduced = Math.ceil(requests * LATE_LOOP_SHARE);
    if (this.loop.late) this.isReduced = true;
    else if (this.requests < reduced / 2) this.isReduced = false;
    return this.isReduced ? reduced : requests;
  }
}

/**
 * Admission control: a server at capacity rejects new requests at once, so that accepted ones still finish in time. The
 * rejection is cheap, since it comes before the body is read. A request counts once its body has arrived, so that slow
 * senders occupy no capacity.
 */
export function refuseOverload(
  fastify: Pick<FastifyInstance, 'addHook'>,
  capacity: Capacity,
  warn: (message: string) => void,
): void {
  const occupancy = new Occupancy(capacity);
  const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? '';
  let refused = 0;
  let loggedAt = 0;
  const refuse = (request: FastifyRequest, reply: FastifyReply): void => {
    refused++;
    if (Date.now() - loggedAt > LOG_INTERVAL_MS) {
      const { requests, streams } = occupancy;
      warn(
        `overloaded: ${refused} requests rejected since the last warning (${requests} in progress, ${streams} streams)`,
      );
      loggedAt = Date.now();
      refused = 0;
    }
    const description = 'The service is overloaded. Please try again.';
    sendError(new ApiError('overloaded', description, { retryAfterSeconds: 1 }), request, reply);
  };

  fastify.addHook('onRequest', (request, reply, done) =>
    occupancy.isFull(routeOf(request)) ? refuse(request, reply) : done(),
  );
  fastify.addHook('preValidation', (request, reply, done) => {
    const route = routeOf(request);
    if (occupancy.isFull(route)) return refuse(request, reply);
    occupancy.add(route, request, reply);
    done();
  });
}
