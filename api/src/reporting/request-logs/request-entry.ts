import type { FastifyReply } from 'fastify';
import type { Caller } from '../../accounts/access/caller.js';
import type { AccessRequest } from '../../accounts/access/decorators.js';
import type { RefusedRequest } from '../../platform/http/error.filter.js';
import { shortenedText } from '../../platform/secrets/shortened.js';

/** Lengths in characters; the rest is cut off. */
export const MAX_BODY_LENGTH = 4_096;
const MAX_HEADER_LENGTH = 255;
const MAX_PATH_LENGTH = 200;
const API_KEY_PREFIX = 'api_key:';

/** A request whose idempotency key was read. Only the hash of the key is kept. */
export interface KeyedRequest {
  idempotencyKey?: { readonly key: string } | null;
}

/**
 * A request as a row of the log, in JSON. It holds the body's fields that the DTO declares, the body of an error response
 * and the idempotency key's hash; all texts are redacted. Bodies of successes are not stored a second time.
 */
export function requestEntry(
  request: AccessRequest & RefusedRequest & KeyedRequest,
  reply: FastifyReply,
  caller: Caller,
): string {
  const { headers } = request;
  return JSON.stringify({
    merchant_id: caller.merchant.id,
    api_key_id: caller.actor.slice(API_KEY_PREFIX.length),
    method: request.method,
    status: reply.statusCode,
    duration_ms: Math.round(reply.elapsedTime),
    ip: request.ip as string | undefined, // undefined once the connection is closed
    request_id: request.id,
    error_code: request.refusal?.code,
    created_at: new Date(),
    path: shortenedText(request.url.split('?', 1)[0] ?? '', MAX_PATH_LENGTH),
    user_agent: shortenedText(headers['user-agent'] ?? null, MAX_HEADER_LENGTH),
    idempotency_key: request.idempotencyKey?.key,
    error_description: request.refusal?.description,
    response_body: shortenedText(request.refusalBody ?? null, MAX_BODY_LENGTH) ?? undefined,
    request_body: request.loggedBody?.(request.body, MAX_BODY_LENGTH) ?? undefined,
  });
}
