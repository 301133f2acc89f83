import type { SealedPlace } from '../common/secret-box.js';

/** Where an endpoint's signing secrets are sealed: the present one becomes the previous one as it is. */
export const secretPlace = (merchantId: string, endpointId: string): SealedPlace => ({
  table: 'webhook_endpoints',
  row: [merchantId, endpointId],
  purpose: 'signing secret',
  former: `${merchantId}/${endpointId}`,
});
