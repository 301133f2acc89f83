import { maskCardNumbers } from '@payment-gateway/sdk/card-text';

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
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;

export interface ErrorDetail {
  /** The input at fault, as a dotted path (`card.number`). */
  field?: string;
  /** A finer reason than the code, for programs. */
  reason?: string;
  /** Sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /** What led here, for the log alone. */
  cause?: unknown;
}

/** An answer that is not a success. It carries a code; the table above gives the status. */
export class ApiError extends Error {
  readonly description: string;
  readonly field?: string;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;

  constructor(
    readonly code: ErrorCode,
    description: string,
    detail: ErrorDetail = {},
  ) {
    // A caller's own field name may be quoted, and that may be a card number.
    super(maskCardNumbers(description), detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'ApiError';
    this.description = this.message;
    this.field = detail.field && maskCardNumbers(detail.field);
    this.reason = detail.reason;
    this.retryAfterSeconds = detail.retryAfterSeconds;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  /** The body that callers see: absent parts are left out. */
  toEnvelope(requestId: string): ErrorEnvelope {
    const { code, description, field, reason } = this;
    return { error: { code, description, ...(field && { field }), ...(reason && { reason }), request_id: requestId } };
  }
}

export interface ErrorEnvelope {
  error: { code: ErrorCode; description: string; field?: string; reason?: string; request_id: string };
}

export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(ERROR_STATUS, text);
}
