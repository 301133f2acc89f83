import type { components } from './generated/openapi.js';

/** Why a request was refused: the reasons of this version by name, and any that a later version of the gateway adds. */
export type ErrorReason = components['schemas']['ErrorBodyDto']['reason'] | (string & {});

/** What is known about a request that failed. */
export interface Failure {
  /** Machine-readable: `BAD_REQUEST_ERROR`, `NOT_FOUND_ERROR` …; `CONNECTION_ERROR` when no answer came. */
  code: string;
  /** Why, in words for people. They may change: programs use `reason`. */
  description: string;
  /** The input at fault, where there is one. */
  field?: string | undefined;
  /** Why, for programs: branch on this. Absent when no answer came, or when it was not the gateway's. */
  reason?: ErrorReason | undefined;
  /** HTTP status; absent when no answer came. */
  status?: number | undefined;
  /** Quote it when asking for help. */
  requestId?: string | undefined;
  /** The key of the request: sending it again with this key can never act twice. */
  idempotencyKey?: string | undefined;
  /** How long the server asks to wait, in seconds. */
  retryAfter?: number | undefined;
}

/** Anything that went wrong with a request. The subclasses say what to do about it. */
export class PaymentGatewayError extends Error implements Failure {
  readonly code: string;
  readonly description: string;
  readonly field: string | undefined;
  readonly reason: ErrorReason | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.description, options);
    this.name = new.target.name;
    this.code = failure.code;
    this.description = failure.description;
    this.field = failure.field;
    this.reason = failure.reason;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.idempotencyKey = failure.idempotencyKey;
    this.retryAfter = failure.retryAfter;
  }
}

/** Mend the request: `field` names the input, or a rule refuses it (an order already paid, too large a refund). */
export class InvalidRequestError extends PaymentGatewayError {}
/** Ask the shopper for another card or UPI address: this one cannot be used. */
export class InstrumentError extends InvalidRequestError {}
/** Check the API key and its secret. */
export class AuthenticationError extends PaymentGatewayError {}
/** Use credentials that may do this. */
export class PermissionError extends PaymentGatewayError {}
/** Check the id: there is no such object for these credentials. */
export class NotFoundError extends PaymentGatewayError {}
/** Send it again with the same idempotency key: it is still in flight, or a race was lost. */
export class ConflictError extends PaymentGatewayError {}
/** Use a new idempotency key: this one belongs to another request. */
export class IdempotencyError extends PaymentGatewayError {}
/** Wait `retryAfter` seconds. */
export class RateLimitError extends PaymentGatewayError {}
/** Try again later with the same idempotency key; quote `requestId` when it stays. */
export class ServerError extends PaymentGatewayError {}
/** No answer came, so the outcome is unknown: send it again with the same `idempotencyKey`. */
export class ConnectionError extends PaymentGatewayError {}

const INSTRUMENT_CODES = new Set(['INVALID_VPA', 'INVALID_CARD', 'EXPIRED_CARD']);

const BY_STATUS: Readonly<Record<number, typeof PaymentGatewayError>> = {
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: IdempotencyError,
  429: RateLimitError,
};

/** The error for an answer that is none of success. */
export function errorOf(failure: Failure & { status: number }): PaymentGatewayError {
  if (INSTRUMENT_CODES.has(failure.code)) return new InstrumentError(failure);
  const known = BY_STATUS[failure.status];
  if (known) return new known(failure);
  return failure.status >= 500 ? new ServerError(failure) : new InvalidRequestError(failure);
}
