import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.js';
import type { AccessRequest } from '../access/decorators.js';
import type { RefusedRequest } from '../common/error.filter.js';
import { redactJson } from '../common/redaction.js';
import { shortened } from './shortened.js';

/** Characters of a body that are kept. */
export const MOST_BODY = 4_096;
const MOST_HEADER = 255;
const MOST_PATH = 200;
const API_KEY = 'api_key:';

/** A request as a row of the log, in JSON. What its caller has written is redacted; ids and numbers are ours. */
export function requestEntry(request: AccessRequest & RefusedRequest, reply: FastifyReply, caller: Caller): string {
  const { headers } = request;
  const facts = {
    merchant_id: caller.merchant.id,
    api_key_id: caller.actor.slice(API_KEY.length),
    method: request.method,
    status: reply.statusCode,
    duration_ms: Math.round(reply.elapsedTime),
    ip: request.ip as string | undefined, // gone with its connection
    request_id: request.id,
    error_code: request.refusal?.code,
    created_at: new Date(),
  };
  const told = {
    path: shortened(request.url.split('?', 1)[0], MOST_PATH),
    user_agent: shortened(headers['user-agent'], MOST_HEADER),
    idempotency_key: shortened(headers['idempotency-key'], MOST_HEADER),
    error_description: request.refusal?.description,
    request_body: bodyOf(request),
  };
  return `${JSON.stringify(facts).slice(0, -1)},${redactJson(JSON.stringify(told)).slice(1)}`;
}

function bodyOf({ headers, body }: AccessRequest): unknown {
  return Number(headers['content-length']) <= MOST_BODY ? body : shortened(body, MOST_BODY);
}
