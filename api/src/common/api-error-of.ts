import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode } from './api-error.js';
import { databaseErrorAsApiError } from './database-error.js';
import { redactText } from './redaction.js';

const OUR_FAULT = 'Something went wrong on our side. Please try again, or contact support with the request id.';

const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  401: 'AUTHENTICATION_ERROR',
  403: 'PERMISSION_ERROR',
  404: 'NOT_FOUND_ERROR',
  409: 'CONFLICT_ERROR',
  429: 'RATE_LIMIT_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

/** Fastify's own refusals, in words for the caller. */
const FASTIFY_DESCRIPTIONS: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The request body must not be larger than 64 kB',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The request body must be sent as application/json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The request body is not as long as Content-Length says',
  FST_ERR_BAD_URL: 'The request path is not a valid URL',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the request path is too long',
};

/** What any exception means to the caller. */
export function apiErrorOf(exception: unknown, request: FastifyRequest): ApiError {
  if (exception instanceof ApiError) return exception;
  if (exception instanceof HttpException) {
    if (request.is404) return new ApiError('NOT_FOUND_ERROR', `No such route: ${request.method} ${pathOf(request)}`);
    // Nest wraps the 4xx of Fastify.
    return fromStatus(exception.getStatus(), fastifyDescription(exception.cause) ?? exception.message, exception);
  }
  const description = fastifyDescription(exception);
  if (description !== undefined) return new ApiError('BAD_REQUEST_ERROR', description, { cause: exception });
  return databaseErrorAsApiError(exception) ?? new ApiError('SERVER_ERROR', OUR_FAULT, { cause: exception });
}

/** Without what must not be echoed or logged: the query, and a card number or secret that strayed into the path. */
export function pathOf(request: FastifyRequest): string {
  return redactText((request.url.split('?', 1)[0] ?? '').slice(0, 200));
}

/** Only the words of a 4xx are for the caller; those of a 5xx may tell of our insides. */
function fromStatus(status: number, description: string, cause: unknown): ApiError {
  const code = CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'BAD_REQUEST_ERROR' : 'SERVER_ERROR');
  const retryAfterSeconds = code === 'SERVICE_UNAVAILABLE' ? 1 : undefined;
  return new ApiError(code, code === 'SERVER_ERROR' ? OUR_FAULT : description, { retryAfterSeconds, cause });
}

function fastifyDescription(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? FASTIFY_DESCRIPTIONS[String(error.code)] : undefined;
}
