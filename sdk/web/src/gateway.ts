import { PaymentGateway, type PaymentGatewayOptions } from '@payment-gateway/sdk';
import { environment } from './environment';

/** A client of the API with short limits, because a user waits for the page. */
export const gatewayFor = (credentials: PaymentGatewayOptions = {}): PaymentGateway =>
  new PaymentGateway({
    ...credentials,
    baseUrl: environment.apiUrl,
    timeout: 10_000,
    maxRetries: 1,
    maxRetryDelay: 1_000,
  });
