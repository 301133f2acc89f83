import { maskCardNumbers } from '@payment-gateway/sdk/card-text';
import { codeOf, type ErrorCode, type ErrorReason } from './error-reasons.js';

/** The one table of error codes and their HTTP statuses. */
export const ERROR_STATUS = {
  BAD_REQUEST_ERROR: 400,
  INVALID_VPA: 400,
  INVALID_CARD: 400,
  EXPIRED_CARD: 400,
  AUTHENTICATION_ERROR: 401,
  PERMISSION_ERROR: 403,
  NOT_FOUND_ERROR: 404,
  CONFLICT_ERROR: 409,
  IDEMPOTENCY_ERROR: 422,
  RATE_LIMIT_ERROR: 429,
  SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const satisfies Record<ErrorCode, number>;

export type { ErrorCode, ErrorReason };

export interface ErrorDetail {
  /** The input at fault, as a dotted path (`card.number`). */
  field?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** The error that caused this one, for the log only. */
  cause?: unknown;
}

/** An error response. Its reason determines the code (error-reasons.ts), and the code the status. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly description: string;
  readonly field?: string;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly reason: ErrorReason,
    description: string,
    detail: ErrorDetail = {},
  ) {
    // The description may quote a field name that the caller chose, which may contain a card number.
    super(maskCardNumbers(description), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'ApiError';
    this.description = this.message;
    this.code = codeOf(reason);
    this.field = detail.field && maskCardNumbers(detail.field);
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  /** The body of the response. `field` is omitted if the error is not about one input. */
  toEnvelope(requestId: string): ErrorEnvelope {
    const { code, description, field, reason } = this;
    return { error: { code, description, ...(field && { field }), reason, request_id: requestId } };
  }
}

export interface ErrorEnvelope {
  error: { code: ErrorCode; description: string; field?: string; reason: ErrorReason; request_id: string };
}
