import type { SealedPlace } from '../common/secret-box.js';

/** Where an endpoint's signing secrets are sealed: the present one becomes the previous one as it is. */
export const secretPlace = (merchantId: string, endpointId: string): SealedPlace => ({
  table: 'webhook_endpoints',
  row: [merchantId, endpointId],
  purpose: 'signing secret',
  former: `${merchantId}/${endpointId}`,
});

/** Where the headers that a merchant adds to deliveries are sealed. */
export const headersPlace = (merchantId: string, endpointId: string): SealedPlace => ({
  table: 'webhook_endpoints',
  row: [merchantId, endpointId],
  purpose: 'headers',
  former: `${merchantId}/${endpointId}/headers`,
});
