import type { FastifyRequest } from 'fastify';
import { ApiError } from '../../platform/errors/api-error.js';
import type { Facade } from '../../platform/http/facades.js';
import { CODES, MISSING, PARAMS } from './stripe-error-codes.js';
import { noSuch } from './stripe-ids.js';

/** Below this path the gateway speaks Stripe's API. Its clients fix the path. */
export const STRIPE_PATH = '/v1/';
/** The version of Stripe's API whose shapes are returned, whatever version a client sends. */
export const STRIPE_VERSION = '2023-08-16';

/** For what the façade does not do: a refusal that names it, never a made-up success. */
export function notSupported(what: string, field?: string): ApiError {
  return new ApiError('facade_not_supported', `${what} is not supported by this gateway: see docs/facades.md`, {
    ...(field !== undefined && { field }),
  });
}

/** What Stripe's errors say of a declined payment. */
export interface Decline {
  code: string;
  decline_code?: string;
  message: string;
  charge?: string;
}

/** A payment that the bank declined is an error of the call that made it, with status 402. */
export class DeclinedIntent extends ApiError {
  constructor(
    readonly decline: Decline,
    readonly intent: object,
    readonly method: object | null,
  ) {
    super('payment_declined', decline.message);
  }
}

const CARD_CODES = new Set(['INVALID_CARD', 'EXPIRED_CARD']);

/** Every error as Stripe's clients read it: `{error: {type, code, message, param, …}}`. */
export const STRIPE_FACADE: Facade = {
  path: STRIPE_PATH,
  render(error, request) {
    const status = statusOf(error);
    const mayRetry = status === 409 || status === 429 || status === 503;
    const headers = { ...stripeHeaders(request), 'Stripe-Should-Retry': String(mayRetry) };
    return {
      status,
      headers,
      body: { error: error instanceof DeclinedIntent ? declineOf(error) : bodyOf(error, request) },
    };
  },
};

/** On every response of the façade. */
export function stripeHeaders({ id, headers }: FastifyRequest): Record<string, string> {
  const key = headers['idempotency-key'];
  return {
    'Request-Id': id,
    'Stripe-Version': STRIPE_VERSION,
    ...(typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key) && { 'Idempotency-Key': key }),
  };
}

function statusOf(error: ApiError): number {
  if (error instanceof DeclinedIntent || CARD_CODES.has(error.code)) return 402;
  if (error.status === 422) return 400;
  return error.status === 404 && error.field !== undefined ? 400 : error.status;
}

function typeOf({ code, status }: ApiError): string {
  if (CARD_CODES.has(code)) return 'card_error';
  if (code === 'IDEMPOTENCY_ERROR') return 'idempotency_error';
  return status >= 500 ? 'api_error' : 'invalid_request_error';
}

function bodyOf(error: ApiError, request: FastifyRequest) {
  const { reason, code, field, status } = error;
  const isMissing = code === 'NOT_FOUND_ERROR' && reason !== 'route_not_found';
  const plain = status === 401 || code === 'IDEMPOTENCY_ERROR' || reason === 'route_not_found';
  const stripeCode = isMissing ? 'resource_missing' : code === 'RATE_LIMIT_ERROR' ? 'rate_limit' : CODES[reason];
  const param = field === undefined ? (isMissing ? 'id' : undefined) : (PARAMS[field] ?? field);
  return {
    type: typeOf(error),
    ...(!plain && { code: stripeCode ?? reason }),
    message: messageOf(error, request),
    ...(param !== undefined && { param }),
  };
}

function messageOf(error: ApiError, request: FastifyRequest): string {
  const { reason, description } = error;
  if (reason === 'invalid_credentials') {
    return 'Invalid API Key provided: send the secret of an API key of this gateway as the bearer, or sk_test_ and the secret';
  }
  if (reason === 'route_not_found') {
    return `Unrecognized request URL. ${description}. docs/facades.md lists the supported routes.`;
  }
  const kind = MISSING[reason];
  const { id } = (request.params ?? {}) as { id?: string };
  if (!kind || id === undefined || description.startsWith('No such')) return description;
  return noSuch(request.url.startsWith('/v1/checkout/') ? 'checkout.session' : kind, id);
}

function declineOf({ decline, intent, method }: DeclinedIntent) {
  return { type: 'card_error', ...decline, payment_intent: intent, ...(method && { payment_method: method }) };
}
