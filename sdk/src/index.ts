/** The server client. In a browser, use `@payment-gateway/sdk/browser`. */
export { formatAmount, currencyExponent } from './amount.js';
export type { ApiPromise as Answer, ResponseInfo, WithResponse } from './api-promise.js';
export {
  AuthenticationError,
  ConflictError,
  ConnectionError,
  type Failure,
  IdempotencyError,
  InstrumentError,
  InvalidRequestError,
  NotFoundError,
  PaymentGatewayError,
  PermissionError,
  RateLimitError,
  ServerError,
  type SignatureFault,
  SignatureVerificationError,
  UsageError,
  WebhookVerificationError,
} from './errors.js';
export type * from './generated/objects.js';
export type { Resources } from './generated/resources.js';
export { List, type Page } from './list.js';
export type { PaymentGatewayOptions, ReadOptions, RequestOptions } from './options.js';
export { PaymentGateway } from './payment-gateway.js';
export type * from './payment-input.js';
export { signTestReturn, verifyReturn, type ReturnedShopper, type VerifyReturnOptions } from './returns.js';
export type { ServerSentEvent } from './server-sent-events.js';
export * from './validators.js';
export { constructEvent, signTestEvent, type VerifyOptions, type WebhookHeaders } from './webhooks.js';
