import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { apiErrorOf, pathOf } from '../errors/api-error-of.js';
import type { ApiError } from '../errors/api-error.js';

/**
 * The one place that turns an exception into an answer. Nest hands it the errors of handlers, guards and pipes
 * and, because it is registered globally, those that Fastify raises before any handler runs: an unreadable body,
 * an unknown route.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Pick<Logger, 'error' | 'warn'>) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = apiErrorOf(exception, request);
    this.record(error, exception, request);
    // A stream has begun: there is no status left to change, so it only ends.
    if (reply.raw.headersSent) reply.raw.end();
    else sendError(error, request, reply);
  }

  private record(error: ApiError, exception: unknown, request: FastifyRequest): void {
    if (error.status < 500) return;
    const line = { request_id: request.id, method: request.method, path: pathOf(request) };
    if (error.code === 'SERVER_ERROR') return this.log.error({ ...line, err: exception }, 'request failed');
    // Without the stack: when the database is away there are hundreds of these a second, and all the same.
    const reason = exception instanceof Error ? exception.message : String(exception);
    this.log.warn({ ...line, reason }, 'request refused: service unavailable');
  }
}

/** A request that was answered with an error keeps it, for whoever records requests. */
export interface RefusedRequest extends FastifyRequest {
  refusal?: ApiError;
}

export function sendError(error: ApiError, request: RefusedRequest, reply: FastifyReply): void {
  request.refusal = error;
  if (error.retryAfterSeconds !== undefined) void reply.header('Retry-After', error.retryAfterSeconds);
  // HTTP wants a challenge with every 401. Not Basic: a browser would open its own password dialog.
  if (error.status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="payment-gateway"');
  void reply
    .status(error.status)
    .header('X-Request-Id', request.id)
    // Also where no hook has run: a path that is no URL.
    .headers({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(error.toEnvelope(request.id)));
}
