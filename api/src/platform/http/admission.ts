import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/api-error.js';
import { LoopWatch } from '../telemetry/loop-watch.js';
import { sendError } from './error.filter.js';

/** Answered however busy the server is: orchestrators and operators ask them, and each is bounded by itself. */
const ALWAYS = /^\/(health|metrics)(\/|$)/;
const STREAM = /\/stream$/;
const SAY_EVERY_MS = 10_000;
/** What is left of the places while the event loop is late: enough to keep the database busy, and no queue. */
const WHILE_LATE = 1 / 8;

export interface Capacity {
  /** Requests worked at at one time: the next would only wait behind them. */
  requests: number;
  /** Streams held open at one time; they wait for nothing, but each costs memory. */
  streams: number;
  /** Work that waits for the database: callers who gave up no longer count as requests, their work does. */
  waiting: () => number;
}

/** The places of a server, and who has them. */
class Places {
  requests = 0;
  streams = 0;
  private readonly loop = new LoopWatch().start();
  private short = false;

  constructor(private readonly capacity: Capacity) {}

  full(route: string): boolean {
    if (ALWAYS.test(route)) return false;
    if (STREAM.test(route)) return this.streams >= this.capacity.streams;
    return Math.max(this.requests, this.capacity.waiting()) >= this.most();
  }

  take(route: string, reply: FastifyReply): void {
    if (ALWAYS.test(route)) return;
    const kind = STREAM.test(route) ? 'streams' : 'requests';
    this[kind]++;
    reply.raw.once('close', () => this[kind]--); // whichever side ends it
  }

  /** Fewer while the loop is late, until it is in time and places are free again: it must not swing between the two. */
  private most(): number {
    const { requests } = this.capacity;
    const few = Math.ceil(requests * WHILE_LATE);
    if (this.loop.late) this.short = true;
    else if (this.requests < few / 2) this.short = false;
    return this.short ? few : requests;
  }
}

/**
 * Admission control: beyond its capacity a server refuses new requests at once, so that those it has taken are still
 * answered in time. The refusal comes before the body is read and costs next to nothing. A place is taken when the body
 * has arrived: whoever sends it slowly holds none.
 */
export function refuseOverload(
  fastify: Pick<FastifyInstance, 'addHook'>,
  capacity: Capacity,
  warn: (message: string) => void,
): void {
  const places = new Places(capacity);
  const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? '';
  let refused = 0;
  let saidAt = 0;
  const refuse = (request: FastifyRequest, reply: FastifyReply): void => {
    refused++;
    if (Date.now() - saidAt > SAY_EVERY_MS) {
      const { requests, streams } = places;
      warn(`overloaded: ${refused} requests refused since it was last said (${requests} at work, ${streams} streams)`);
      saidAt = Date.now();
      refused = 0;
    }
    const description = 'The service is overloaded. Please try again.';
    sendError(new ApiError('overloaded', description, { retryAfterSeconds: 1 }), request, reply);
  };

  fastify.addHook('onRequest', (request, reply, done) =>
    places.full(routeOf(request)) ? refuse(request, reply) : done(),
  );
  fastify.addHook('preValidation', (request, reply, done) => {
    const route = routeOf(request);
    if (places.full(route)) return refuse(request, reply);
    places.take(route, reply);
    done();
  });
}
