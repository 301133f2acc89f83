import type { KnownReason } from './generated/contract.js';

/** Why a request was refused: the known reasons of this version, and any that a later version of the gateway adds. */
export type ErrorReason = KnownReason | (string & {});

/** What is known about a failed call. */
export interface Failure {
  /**
   * Machine-readable: a code of the API (`BAD_REQUEST_ERROR`, `NOT_FOUND_ERROR` …), or one of the SDK:
   * `CONNECTION_ERROR`, `USAGE_ERROR`, `SIGNATURE_VERIFICATION_ERROR`.
   */
  code: string;
  /** What went wrong, for people. The wording may change: programs use `reason`. */
  description: string;
  /** What to do next, if the SDK can tell. `message` contains it as well. */
  hint?: string | undefined;
  /** The name of the faulty input, if there is one. */
  field?: string | undefined;
  /** Why, for programs: branch on this. Absent if no response came, or if the response was not the gateway's. */
  reason?: ErrorReason | undefined;
  /** HTTP status; absent if no response came. */
  status?: number | undefined;
  /** The headers of the response; absent if no response came. */
  headers?: Headers | undefined;
  /** Quote it to the gateway's operator. */
  requestId?: string | undefined;
  /** The key of the request: a repeat with this key never acts twice. */
  idempotencyKey?: string | undefined;
  /** Seconds to wait, as the server demands. */
  retryAfter?: number | undefined;
}

/** The class of every error that this package throws. Each subclass stands for what the caller should do. */
export class PaymentGatewayError extends Error implements Failure {
  readonly code: string;
  readonly description: string;
  readonly hint: string | undefined;
  readonly field: string | undefined;
  readonly reason: ErrorReason | undefined;
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly requestId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.hint ? `${failure.description} ${failure.hint}` : failure.description, options);
    this.name = new.target.name;
    this.code = failure.code;
    this.description = failure.description;
    this.hint = failure.hint;
    this.field = failure.field;
    this.reason = failure.reason;
    this.status = failure.status;
    this.headers = failure.headers;
    this.requestId = failure.requestId;
    this.idempotencyKey = failure.idempotencyKey;
    this.retryAfter = failure.retryAfter;
  }
}

/**
 * Correct the request: `field` names the input, or a rule refuses it (an order that is already paid, a refund that is
 * too large).
 */
export class InvalidRequestError extends PaymentGatewayError {}
/** Ask the shopper for another card or UPI address: this one cannot be used. */
export class InstrumentError extends InvalidRequestError {}
/** Check the API key and its secret. */
export class AuthenticationError extends PaymentGatewayError {}
/** Use credentials that may do this. */
export class PermissionError extends PaymentGatewayError {}
/** Check the id: there is no such object for these credentials. */
export class NotFoundError extends PaymentGatewayError {}
/** Send it again with the same idempotency key: the first request is still in flight, or a race was lost. */
export class ConflictError extends PaymentGatewayError {}
/** Use a new idempotency key: this one belongs to another request. */
export class IdempotencyError extends PaymentGatewayError {}
/** Wait `retryAfter` seconds. */
export class RateLimitError extends PaymentGatewayError {}
/** Try again later with the same idempotency key; quote `requestId` if it persists. */
export class ServerError extends PaymentGatewayError {}
/** No response came, so the outcome is unknown: send it again with the same `idempotencyKey`. */
export class ConnectionError extends PaymentGatewayError {}

/** Correct the code that calls the SDK: nothing was sent. */
export class UsageError extends PaymentGatewayError {
  constructor(description: string, { field, cause }: { field?: string; cause?: unknown } = {}) {
    super({ code: 'USAGE_ERROR', description, field }, { cause });
  }
}

/** Why a signature was refused. */
export type SignatureFault =
  | 'parsed_body'
  | 'invalid_body'
  | 'missing_signature'
  | 'missing_value'
  | 'duplicate_value'
  | 'unusable_secret'
  | 'invalid_timestamp'
  | 'outside_tolerance'
  | 'no_match'
  | 'other_order';

/** The message is not genuine or not fresh: `reason` names the failed check, `hint` the usual cause. */
export class SignatureVerificationError extends PaymentGatewayError {
  declare readonly reason: SignatureFault;

  constructor(reason: SignatureFault, description: string, hint: string, options?: ErrorOptions) {
    super({ code: 'SIGNATURE_VERIFICATION_ERROR', description, hint, reason }, options);
  }
}

/** Of a webhook delivery: respond 400 and do nothing. */
export class WebhookVerificationError extends SignatureVerificationError {}

const INSTRUMENT_CODES = new Set(['INVALID_VPA', 'INVALID_CARD', 'EXPIRED_CARD']);

const BY_STATUS: Readonly<Record<number, new (failure: Failure) => PaymentGatewayError>> = {
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: IdempotencyError,
  429: RateLimitError,
};

/** The call of this SDK that comes next. */
const HINTS: Readonly<Record<string, string>> = {
  fresh_factor_required:
    'Call auth.confirm({ code }), or auth.confirm({ password }) without a second factor, and call again.',
  second_factor_missing: 'Call secondFactor.beginTotp() and secondFactor.confirmTotp({ code }), and call again.',
};

/** The error for a response that is not a success. */
export function errorOf(given: Failure & { status: number }): PaymentGatewayError {
  const hint = given.hint ?? HINTS[given.reason ?? ''];
  const failure = hint === undefined ? given : { ...given, hint };
  if (INSTRUMENT_CODES.has(failure.code)) return new InstrumentError(failure);
  const known = BY_STATUS[failure.status];
  if (known) return new known(failure);
  return failure.status >= 500 ? new ServerError(failure) : new InvalidRequestError(failure);
}

export function connectionError(failure: Omit<Failure, 'code'>, cause: unknown): ConnectionError {
  return new ConnectionError({ code: 'CONNECTION_ERROR', ...failure }, { cause });
}
