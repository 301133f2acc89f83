import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { redactText } from '../secrets/redaction.js';
import { ApiError, type ErrorReason } from './api-error.js';
import { databaseErrorAsApiError } from './database-error.js';

const INTERNAL_ERROR = 'Something went wrong on our side. Please try again, or contact support with the request id.';

/** For exceptions of Nest and Fastify that only have a status. */
const REASON_OF_STATUS: Partial<Record<number, ErrorReason>> = {
  401: 'invalid_credentials',
  403: 'permission_missing',
  404: 'route_not_found',
  409: 'object_busy',
  429: 'rate_limited',
  503: 'temporarily_unavailable',
};

/** Fastify's errors, with a description for the caller. */
const FASTIFY_ERRORS: Record<string, [reason: ErrorReason, description: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The request body must not be larger than 64 kB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'The request body must be sent as application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The request body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['invalid_path', 'The request path is not a valid URL'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid_path', 'A part of the request path is too long'],
};

/** The error that the caller gets for an exception. */
export function apiErrorOf(exception: unknown, request: FastifyRequest): ApiError {
  if (exception instanceof ApiError) return exception;
  if (exception instanceof HttpException) {
    if (request.is404) return new ApiError('route_not_found', `No such route: ${request.method} ${pathOf(request)}`);
    // Nest wraps Fastify's 4xx errors.
    return fastifyError(exception.cause) ?? fromStatus(exception.getStatus(), exception.message, exception);
  }
  return (
    fastifyError(exception) ??
    databaseErrorAsApiError(exception) ??
    new ApiError('internal_error', INTERNAL_ERROR, { cause: exception })
  );
}

/** The path without the query, card numbers and secrets, which must not be echoed or logged. */
export function pathOf(request: FastifyRequest): string {
  return redactText((request.url.split('?', 1)[0] ?? '').slice(0, 200));
}

/** Only the message of a 4xx is for the caller; that of a 5xx may reveal internals. */
function fromStatus(status: number, description: string, cause: unknown): ApiError {
  const reason = REASON_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'malformed_request' : 'internal_error');
  const retryAfterSeconds = reason === 'temporarily_unavailable' ? 1 : undefined;
  return new ApiError(reason, reason === 'internal_error' ? INTERNAL_ERROR : description, { retryAfterSeconds, cause });
}

function fastifyError(error: unknown): ApiError | undefined {
  const known = error instanceof Error && 'code' in error ? FASTIFY_ERRORS[String(error.code)] : undefined;
  return known && new ApiError(...known, { cause: error });
}
