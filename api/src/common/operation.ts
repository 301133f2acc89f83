import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import { ERROR_STATUS, type ErrorCode } from './api-error.js';
import { ErrorDto } from './error.dto.js';

interface OperationOptions {
  summary: string;
  description?: string;
  /** The DTO of a success, or a stream of server-sent events. */
  answer: Type | 'stream';
  status?: 200 | 201;
  /** Takes an Idempotency-Key. */
  idempotent?: boolean;
  /** Needs no credentials. */
  public?: boolean;
  /** Takes a session alone, no API key. */
  people?: boolean;
  /** The words of the 404, when an id is part of the path. */
  notFound?: string;
  /** Refusals besides the common ones: code -> when. */
  errors?: Partial<Record<ErrorCode, string>>;
}

const COMMON: Partial<Record<ErrorCode, string>> = {
  BAD_REQUEST_ERROR: 'Malformed or refused; `field` names the input',
  RATE_LIMIT_ERROR: 'Too many requests; see Retry-After',
  SERVER_ERROR: 'Ours; quote the request id',
  SERVICE_UNAVAILABLE: 'Database away or overloaded; see Retry-After',
};
const NO_MERCHANT = 'X-Merchant-Id names no merchant of this session';
const PRIVATE: Partial<Record<ErrorCode, string>> = {
  AUTHENTICATION_ERROR: 'Invalid API credentials',
  PERMISSION_ERROR: 'These credentials may not do this',
  NOT_FOUND_ERROR: NO_MERCHANT,
};
const IDEMPOTENT: Partial<Record<ErrorCode, string>> = {
  CONFLICT_ERROR: 'The same idempotency key is still in flight, or a race was lost: retry after Retry-After',
  IDEMPOTENCY_ERROR: 'The idempotency key was used with another request',
};

/** Everything the document says of an operation, in one place: summary, answer, errors, key, credentials. */
export function Operation(options: OperationOptions): MethodDecorator {
  const errors = {
    ...COMMON,
    ...(!options.public && PRIVATE),
    ...(options.idempotent && IDEMPOTENT),
    ...(options.notFound && {
      NOT_FOUND_ERROR: options.public ? options.notFound : `${options.notFound}; or ${NO_MERCHANT}`,
    }),
    ...options.errors,
  };
  return applyDecorators(
    ApiOperation({ summary: options.summary, description: options.description }),
    success(options),
    ...byStatus(errors).map(([status, description]) => ApiResponse({ status, description, type: ErrorDto })),
    ...(options.idempotent ? [KEY_HEADER] : []),
    ...credentials(options),
  );
}

function credentials({ public: needsNone, people }: OperationOptions): MethodDecorator[] {
  if (needsNone) return [];
  const session = ApiBearerAuth('Session');
  return people ? [session] : [ApiSecurity({ ApiKey: [], ApiSecret: [] }), ApiBasicAuth('Basic'), session];
}

function success({ answer, status = 200, idempotent }: OperationOptions): MethodDecorator {
  const headers = SUCCESS_HEADERS[idempotent ? 'keyed' : 'plain'];
  if (answer !== 'stream') return ApiResponse({ status, type: answer, headers });
  return ApiResponse({ status, headers, content: { 'text/event-stream': { schema: { type: 'string' } } } });
}

const REQUEST_ID = {
  'X-Request-Id': { description: 'Quote it when asking for help', schema: { type: 'string' } },
} as const;
const REPLAYED = {
  'Idempotent-Replayed': { description: '`true` when the answer was given before', schema: { type: 'string' } },
} as const;
const SUCCESS_HEADERS = { plain: REQUEST_ID, keyed: { ...REQUEST_ID, ...REPLAYED } };

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: '1 to 255 visible ASCII characters. The same key and request within 24 h bring back the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

/** Several codes may share a status: their descriptions are joined. */
function byStatus(errors: Partial<Record<ErrorCode, string>>): [number, string][] {
  const texts = new Map<number, string[]>();
  for (const [code, when] of Object.entries(errors) as [ErrorCode, string][]) {
    const status = ERROR_STATUS[code];
    texts.set(status, [...(texts.get(status) ?? []), `\`${code}\`: ${when}`]);
  }
  return [...texts].sort(([a], [b]) => a - b).map(([status, lines]) => [status, lines.join('; ')]);
}
