import type { FastifyReply } from 'fastify';
import type { Caller } from '../../accounts/access/caller.js';
import type { AccessRequest } from '../../accounts/access/decorators.js';
import type { RefusedRequest } from '../../platform/http/error.filter.js';
import { shortenedText } from '../../platform/secrets/shortened.js';

/** Characters of a body that are kept. */
export const MOST_BODY = 4_096;
const MOST_HEADER = 255;
const MOST_PATH = 200;
const API_KEY = 'api_key:';

/** A request whose idempotency key was read; it is known by its hash alone. */
export interface KeyedRequest {
  idempotencyKey?: { readonly key: string } | null;
}

/** A request as a row of the log, in JSON. Of a body only what its DTO declares, of a key its hash; all texts redacted. */
export function requestEntry(
  request: AccessRequest & RefusedRequest & KeyedRequest,
  reply: FastifyReply,
  caller: Caller,
): string {
  const { headers } = request;
  return JSON.stringify({
    merchant_id: caller.merchant.id,
    api_key_id: caller.actor.slice(API_KEY.length),
    method: request.method,
    status: reply.statusCode,
    duration_ms: Math.round(reply.elapsedTime),
    ip: request.ip as string | undefined, // gone with its connection
    request_id: request.id,
    error_code: request.refusal?.code,
    created_at: new Date(),
    path: shortenedText(request.url.split('?', 1)[0] ?? '', MOST_PATH),
    user_agent: shortenedText(headers['user-agent'] ?? null, MOST_HEADER),
    idempotency_key: request.idempotencyKey?.key,
    error_description: request.refusal?.description,
    request_body: request.loggedBody?.(request.body, MOST_BODY) ?? undefined,
  });
}
