import { PaymentGateway } from './checkout.js';

/** What `/checkout.js` and `/sdk/payment-gateway.js` define. */
(globalThis as { PaymentGateway?: typeof PaymentGateway }).PaymentGateway = PaymentGateway;
