import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiSecurity } from '@nestjs/swagger';
import type { ErrorCode, ErrorReason } from '../errors/error-reasons.js';
import { Refusals, refsTo, type Words } from './refusals.js';

interface OperationOptions {
  /** The operation's id, if it is not made of the controller's and the method's name. */
  id?: string;
  summary: string;
  description?: string;
  /** The DTO of a success, a stream of server-sent events, a file of lines, or a PDF. */
  answer: Type | 'stream' | 'file' | 'pdf';
  status?: 200 | 201;
  /** Takes an Idempotency-Key. */
  idempotent?: boolean;
  /** Needs no credentials. */
  public?: boolean;
  /** Takes a session only, no API key. */
  people?: boolean;
  /** The description of the 404, if the path contains an id. */
  notFound?: keyof typeof NOT_FOUND;
  /** Errors besides the common ones: code -> when it occurs. */
  errors?: Partial<Record<ErrorCode, string>>;
  /** The example of an error, if it differs from the common one of its code. */
  words?: Words;
}
const NOT_FOUND = {
  'Order not found': 'order_not_found',
  'Payment link not found': 'payment_link_not_found',
  'Payment not found': 'payment_not_found',
  'Refund not found': 'refund_not_found',
  'Customer not found': 'customer_not_found',
  'Event not found': 'event_not_found',
  'Event not found, or Webhook endpoint not found': 'event_not_found',
  'Webhook endpoint not found': 'endpoint_not_found',
  'Webhook not found': 'delivery_not_found',
  'Request not found': 'request_not_found',
  'Connector account not found': 'connector_account_not_found',
  'API key not found': 'api_key_not_found',
  'Member not found': 'member_not_found',
  'Session not found': 'session_not_found',
  'Passkey not found': 'passkey_not_found',
  'Mail not found': 'mail_not_found',
  'Receipt not found': 'receipt_not_found',
  'Invite not found': 'invite_not_found',
  'There is no job status outside demo runs': 'demo_only',
  'There is no test merchant outside demo runs': 'demo_only',
} as const satisfies Record<string, ErrorReason>;

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

/** Documents an operation: summary, response, errors, idempotency key and credentials. */
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
    ApiOperation({
      ...(options.id && { operationId: options.id }),
      summary: options.summary,
      description: options.description,
    }),
    success(options),
    Refusals(errors, {
      ...(isPage(options.answer) && { invalid_parameter: BAD_LIMIT }),
      ...(options.notFound && { [NOT_FOUND[options.notFound]]: options.notFound }),
      ...options.words,
    }),
    ...(options.idempotent ? [KEY_HEADER] : []),
    ...credentials(options),
  );
}

function credentials({ public: needsNone, people }: OperationOptions): MethodDecorator[] {
  if (needsNone) return [];
  const session = [ApiBearerAuth('Session'), MERCHANT_HEADER];
  return people ? session : [ApiSecurity({ ApiKey: [], ApiSecret: [] }), ApiBasicAuth('Basic'), ...session];
}

function success(options: OperationOptions): MethodDecorator {
  const { answer, status = 200, idempotent } = options;
  const headers = refsTo('X-Request-Id', ...(idempotent ? ['Idempotent-Replayed'] : []));
  const description = inWords(options);
  if (typeof answer !== 'string') return ApiResponse({ status, description, type: answer, headers });
  const schema = { type: 'string' as const, ...(answer === 'pdf' && { format: 'binary' }) };
  const content = Object.fromEntries(FILE_TYPES[answer].map((type) => [type, { schema }]));
  return ApiResponse({ status, description, headers, content });
}

const FILE_TYPES = {
  stream: ['text/event-stream'],
  file: ['application/x-ndjson', 'text/csv'],
  pdf: ['application/pdf'],
} as const;

const isPage = (answer: OperationOptions['answer']) => typeof answer !== 'string' && answer.name.endsWith('PageDto');
const BAD_LIMIT = { description: 'limit must be an integer from 1 to 100', field: 'limit' };

function inWords({ answer, status, idempotent }: OperationOptions): string {
  if (answer === 'stream') return 'An open stream of events';
  if (answer === 'file') return 'The lines of the file, sent while they are read';
  if (answer === 'pdf') return 'The PDF';
  if (status === 201) return 'Created';
  if (isPage(answer)) return 'A page of the list; `next_cursor` leads to the next one';
  return idempotent ? 'Done; the same key and request return this response again' : 'The requested data';
}

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: '1 to 255 visible ASCII characters. The same key and request within 24 h return the first response.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

const MERCHANT_HEADER = ApiHeader({
  name: 'X-Merchant-Id',
  required: false,
  description: 'For a session: the merchant it acts for; absent: the first of `GET /api/v1/me`. An API key has one.',
  schema: { type: 'string', format: 'uuid' },
});
