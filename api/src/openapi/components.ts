import { type ErrorCode, ERROR_STATUS } from '../platform/errors/api-error.js';
import type { ErrorReason } from '../platform/errors/error-reasons.js';
import { errorExample } from '../platform/http/refusals.js';

/** Descriptions of the document's sections, in reading order. */
export const TAGS: Readonly<Record<string, string>> = {
  Orders: 'What is to be paid. An order takes any number of payments and is paid by one.',
  Payments: 'One attempt to pay an order, by UPI or card. A worker takes it to the bank; the answer comes at once.',
  Refunds: 'Money given back of a captured payment, in full or in part.',
  Webhooks: 'What an endpoint receives: one POST per event, signed twice.',
  'Webhook endpoints': 'Where events are sent, their secrets, samples and replays.',
  'Webhook deliveries': 'One event for one endpoint, with every attempt.',
  Events: 'The log of everything that happened, and a stream of it.',
  'Payment links': 'A page that takes a payment without a shop: its orders are made when payers open it.',
  Customers: 'The payers that a merchant knows, their orders and payments, and the erasure of their data.',
  Checkout:
    'What the hosted checkout calls for a shopper: no credentials, known by an unguessable id, limited in rate.',
  Connections: 'The accounts at acquirers that take the payments of a merchant.',
  Reports: 'Figures of a period, and the log of requests made with keys.',
  'API keys': 'Credentials of servers, their scopes and their roll-over.',
  Merchant: 'The merchant a session acts for: one environment, test or live.',
  Team: 'Who belongs to a merchant, in which role, and who is invited.',
  Mails: 'What the gateway wrote to people about a merchant.',
  Sessions: 'Signing in and out of the dashboard.',
  'Second factor': 'Codes of an app, passkeys and recovery codes, asked for after the password.',
  'Audit log': 'Which person changed what.',
  Queues: 'Where the work stands.',
  Health: 'For monitors, balancers and Prometheus.',
  Demo: 'Outside demo runs these answer 404.',
};

const text = (description: string) => ({ description, schema: { type: 'string' } });
const whole = (description: string) => ({ description, schema: { type: 'integer', minimum: 0 } });

/** Headers of responses. */
export const RESPONSE_HEADERS = {
  'X-Request-Id': text('Taken from the request if well-formed, else made. Quote it when asking for help.'),
  'Idempotent-Replayed': text('`true` when the answer was given before.'),
  'Retry-After': whole('Seconds to wait before asking again.'),
  'RateLimit-Limit': whole('Requests allowed in the period; on every answer of a limited operation.'),
  'RateLimit-Remaining': whole('Requests left of it.'),
  'RateLimit-Reset': whole('Seconds until some are free again.'),
};

/** The example of each error code. */
const COMMON_ERRORS: Record<ErrorCode, { reason: ErrorReason; description: string; field?: string }> = {
  BAD_REQUEST_ERROR: { reason: 'amount_too_small', description: 'amount must be at least 100', field: 'amount' },
  INVALID_VPA: { reason: 'invalid_vpa', description: 'vpa must look like username@bank', field: 'vpa' },
  INVALID_CARD: { reason: 'invalid_card_number', description: 'The card number is not valid', field: 'card.number' },
  EXPIRED_CARD: { reason: 'expired_card', description: 'The card has expired', field: 'card.expiry_month' },
  AUTHENTICATION_ERROR: { reason: 'invalid_credentials', description: 'Invalid API credentials' },
  PERMISSION_ERROR: {
    reason: 'permission_missing',
    description: 'These credentials may not do this: it needs the permission payments:capture',
  },
  NOT_FOUND_ERROR: { reason: 'merchant_not_found', description: 'Merchant not found' },
  CONFLICT_ERROR: { reason: 'idempotency_key_in_flight', description: 'The same idempotency key is still in flight' },
  IDEMPOTENCY_ERROR: {
    reason: 'idempotency_key_reused',
    description: 'This idempotency key was used with another request: take a new key',
  },
  RATE_LIMIT_ERROR: { reason: 'rate_limited', description: 'Too many requests: slow down and try again' },
  SERVER_ERROR: {
    reason: 'internal_error',
    description: 'Something went wrong on our side. Please try again, or contact support with the request id.',
  },
  SERVICE_UNAVAILABLE: { reason: 'overloaded', description: 'The service is overloaded. Please try again.' },
};

export const ERROR_EXAMPLES = Object.fromEntries(
  (Object.keys(ERROR_STATUS) as ErrorCode[]).map((code) => [code, errorExample(COMMON_ERRORS[code])]),
);
