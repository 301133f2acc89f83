import type { FastifyRequest } from 'fastify';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { Facade } from '../../platform/http/facades.js';

/** Below this path the gateway speaks Razorpay's API. */
export const RAZORPAY_PATH = '/razorpay/';

const UNKNOWN_ID = 'The id provided does not exist';
const UNKNOWN_URL = 'The requested URL was not found on the server.';

/** Razorpay reports what does not exist, and a key used for another request, as 400. */
function statusOf({ reason, status }: ApiError): number {
  if (reason === 'route_not_found') return 404;
  return status === 404 || status === 422 ? 400 : status;
}

function descriptionOf({ reason, code, description }: ApiError): string {
  if (reason === 'invalid_credentials') return 'Authentication failed';
  if (reason === 'route_not_found') return `${UNKNOWN_URL} ${description}. docs/facades.md lists the supported routes.`;
  return code === 'NOT_FOUND_ERROR' ? UNKNOWN_ID : description;
}

/** A direct payment that the bank declined, or that ended otherwise: an error of the call that made it. */
export class DeclinedPayment extends ApiError {
  constructor(readonly payment: PaymentDto) {
    super('payment_declined', payment.error_description ?? 'The payment was not completed');
  }
}

/** Every error as Razorpay's clients read it: they reject with `{statusCode, error}`. */
export const RAZORPAY_FACADE: Facade = {
  path: RAZORPAY_PATH,
  render(error: ApiError, request: FastifyRequest) {
    const { reason, field } = error;
    const status = statusOf(error);
    if (error instanceof DeclinedPayment) return { status, body: { error: declineOf(error) } };
    const code = status >= 500 ? 'SERVER_ERROR' : 'BAD_REQUEST_ERROR';
    return {
      status,
      body: {
        error: {
          code,
          description: descriptionOf(error),
          source: status >= 500 ? 'internal' : 'business',
          step: status >= 500 ? 'NA' : 'payment_initiation',
          reason,
          ...(field && { field }),
          metadata: { request_id: request.id },
        },
      },
    };
  },
};

function declineOf({ payment, description }: DeclinedPayment) {
  const { id, order_id: orderId, error_reason: reason } = payment;
  return {
    code: 'BAD_REQUEST_ERROR',
    description,
    source: 'bank',
    step: 'payment_authorization',
    reason: reason ?? 'payment_failed',
    metadata: { payment_id: id, order_id: orderId },
  };
}

/** For what the façade does not do: a refusal that names it, never a made-up success. */
export function notSupported(what: string, field?: string): ApiError {
  return new ApiError('facade_not_supported', `${what} is not supported by this gateway: see docs/facades.md`, {
    ...(field !== undefined && { field }),
  });
}
