/** The browser checkout. Its options hold the public key alone. */
export { PaymentGateway, type CheckoutOptions } from './browser/checkout.js';
export { postToOpener, type CheckoutMessage, type FailureData, type SuccessData } from './browser/protocol.js';
