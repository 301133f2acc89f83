/** The browser checkout. Its options hold only the public key. */
export { PaymentGateway, type CheckoutError, type CheckoutOptions } from './browser/checkout.js';
export { postToOpener, type CheckoutMessage, type FailureData, type SuccessData } from './browser/protocol.js';
export type { CloseReason, ErrorReason } from './browser/session.js';
