import { PaymentGatewayError } from '@payment-gateway/sdk';

/**
 * Adds the id of the failed request to the error: a browser receives only the digest of a server's error, and Next
 * keeps a digest that is already set.
 */
export const traceable = (error: unknown) =>
  error instanceof PaymentGatewayError && error.requestId ? Object.assign(error, { digest: error.requestId }) : error;
