import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { redactText } from '../secrets/redaction.js';
import { ApiError, type ErrorReason } from './api-error.js';
import { databaseErrorAsApiError } from './database-error.js';

const OUR_FAULT = 'Something went wrong on our side. Please try again, or contact support with the request id.';

/** For exceptions of Nest and Fastify, which have a status alone. */
const REASON_OF_STATUS: Partial<Record<number, ErrorReason>> = {
  401: 'invalid_credentials',
  403: 'permission_missing',
  404: 'route_not_found',
  409: 'object_busy',
  429: 'rate_limited',
  503: 'temporarily_unavailable',
};

/** Fastify's own refusals, in words for the caller. */
const FASTIFY_REFUSALS: Record<string, [reason: ErrorReason, description: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The request body must not be larger than 64 kB'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'The request body must be sent as application/json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'The request body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['invalid_path', 'The request path is not a valid URL'],
  FST_ERR_MAX_PARAM_LENGTH: ['invalid_path', 'A part of the request path is too long'],
};

/** What any exception means to the caller. */
export function apiErrorOf(exception: unknown, request: FastifyRequest): ApiError {
  if (exception instanceof ApiError) return exception;
  if (exception instanceof HttpException) {
    if (request.is404) return new ApiError('route_not_found', `No such route: ${request.method} ${pathOf(request)}`);
    // Nest wraps the 4xx of Fastify.
    return fastifyRefusal(exception.cause) ?? fromStatus(exception.getStatus(), exception.message, exception);
  }
  return (
    fastifyRefusal(exception) ??
    databaseErrorAsApiError(exception) ??
    new ApiError('internal_error', OUR_FAULT, { cause: exception })
  );
}

/** Without what must not be echoed or logged: the query, and a card number or secret that strayed into the path. */
export function pathOf(request: FastifyRequest): string {
  return redactText((request.url.split('?', 1)[0] ?? '').slice(0, 200));
}

/** Only the words of a 4xx are for the caller; those of a 5xx may tell of our insides. */
function fromStatus(status: number, description: string, cause: unknown): ApiError {
  const reason = REASON_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'malformed_request' : 'internal_error');
  const retryAfterSeconds = reason === 'temporarily_unavailable' ? 1 : undefined;
  return new ApiError(reason, reason === 'internal_error' ? OUR_FAULT : description, { retryAfterSeconds, cause });
}

function fastifyRefusal(error: unknown): ApiError | undefined {
  const refusal = error instanceof Error && 'code' in error ? FASTIFY_REFUSALS[String(error.code)] : undefined;
  return refusal && new ApiError(...refusal, { cause: error });
}
