import { PaymentGateway } from './checkout.js';

/** The variables that `/checkout.js` and `/sdk/payment-gateway.js` define. */
(globalThis as { PaymentGateway?: typeof PaymentGateway }).PaymentGateway = PaymentGateway;
