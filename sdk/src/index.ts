/** The server client. In a browser, use `@payment-gateway/sdk/browser`. */
export { formatAmount, currencyExponent } from './amount.js';
export * from './errors.js';
export type { Camel } from './casing.js';
export type { components } from './generated/openapi.js';
export { List, type Page } from './list.js';
export { PaymentGateway } from './payment-gateway.js';
export type { Resources } from './resources.js';
export type { ServerSentEvent } from './server-sent-events.js';
export type { PaymentGatewayOptions, RequestOptions } from './transport.js';
export type * from './objects.js';
export * from './validators.js';
export {
  constructEvent,
  signTestEvent,
  verifyWebhookSignature,
  WebhookVerificationError,
  type WebhookEvent,
} from './webhooks.js';
