import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** What an admitted request counts as. */
interface Place {
  /** False if there are too many of the kind. */
  becomes(kind: 'requests' | 'streams'): boolean;
}
const places = new WeakMap<FastifyRequest, Place>();

/** Returns what ends it. */
export function takePlace(request: FastifyRequest, place: Place): () => void {
  places.set(request, place);
  return () => places.delete(request);
}

/** Runs what only waits for others. */
export type Wait = <T>(wait: () => Promise<T>) => Promise<T>;

/**
 * Counts the request as a stream while it only waits: it costs memory then, and no work. If there are too many streams, it
 * stays a request.
 */
export const Waiting = createParamDecorator((_: unknown, context: ExecutionContext): Wait => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return async (wait) => {
    if (!places.get(request)?.becomes('streams')) return wait();
    try {
      return await wait();
    } finally {
      places.get(request)?.becomes('requests');
    }
  };
});
