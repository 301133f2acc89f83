import { PaymentGatewayError } from '@payment-gateway/sdk';

/**
 * The error with the id of the request that failed where the page can show it: of what a server throws, a browser gets
 * the digest alone, and Next keeps one that is set.
 */
export const traceable = (error: unknown) =>
  error instanceof PaymentGatewayError && error.requestId ? Object.assign(error, { digest: error.requestId }) : error;
