import { PaymentGateway, type PaymentGatewayOptions } from '@payment-gateway/sdk';
import { config } from './config';

/** A person is told soon, not kept waiting. */
export const gatewayFor = (credentials: PaymentGatewayOptions = {}) =>
  new PaymentGateway({ ...credentials, baseUrl: config.apiUrl, timeout: 10_000, maxRetries: 1, maxRetryDelay: 1_000 });
