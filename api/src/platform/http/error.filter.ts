import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { apiErrorOf, pathOf } from '../errors/api-error-of.js';
import type { ApiError } from '../errors/api-error.js';
import { renderError } from './facades.js';

/**
 * Turns every exception into an error response: those of handlers, guards and pipes and, since it is registered globally,
 * those that Fastify raises before a handler runs (an unreadable body, an unknown route).
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Pick<Logger, 'error' | 'warn'>) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = apiErrorOf(exception, request);
    this.record(error, exception, request);
    // The headers of a stream are sent already, so the response can only be ended.
    if (reply.raw.headersSent) reply.raw.end();
    else sendError(error, request, reply);
  }

  private record(error: ApiError, exception: unknown, request: FastifyRequest): void {
    if (error.status < 500) return;
    const line = { request_id: request.id, method: request.method, path: pathOf(request) };
    if (error.code === 'SERVER_ERROR') return this.log.error({ ...line, err: exception }, 'request failed');
    // Without the stack: while the database is unavailable, hundreds of equal lines are logged per second.
    const reason = exception instanceof Error ? exception.message : String(exception);
    this.log.warn({ ...line, reason }, 'request refused: service unavailable');
  }
}

/** Keeps the error of the response, for the request log. */
export interface RefusedRequest extends FastifyRequest {
  refusal?: ApiError;
  /** The body of that response. */
  refusalBody?: string;
}

export function sendError(error: ApiError, request: RefusedRequest, reply: FastifyReply): void {
  request.refusal = error;
  if (error.retryAfterSeconds !== undefined) void reply.header('Retry-After', error.retryAfterSeconds);
  // HTTP requires a challenge with each 401. Not Basic, for which a browser opens its password dialog.
  const { status, body, headers = {} } = renderError(error, request);
  request.refusalBody = JSON.stringify(body);
  if (status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="payment-gateway"');
  void reply
    .status(status)
    .header('X-Request-Id', request.id)
    // Set here too, since no hook has run if the path is not a URL.
    .headers({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store', ...headers })
    .type('application/json; charset=utf-8')
    .send(request.refusalBody);
}
