import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { asStream } from './admission.js';

/** Runs what only waits for others, so that the request does not count against the capacity meanwhile. */
export type Wait = <T>(wait: () => Promise<T>) => Promise<T>;

export const Waiting = createParamDecorator((_: unknown, context: ExecutionContext): Wait => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return (wait) => asStream(request, wait);
});
