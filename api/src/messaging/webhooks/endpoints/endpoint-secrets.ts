import type { SealedPlace, SecretBox } from '../../../platform/secrets/secret-box.js';
import type { EndpointHeaders } from './endpoint-headers.js';

/**
 * The place that binds an endpoint's sealed secrets to its row. A rotation copies the sealed text to the previous one.
 */
export const secretPlace = (merchantId: string, endpointId: string): SealedPlace => ({
  table: 'webhook_endpoints',
  row: [merchantId, endpointId],
  purpose: 'signing secret',
  former: `${merchantId}/${endpointId}`,
});

/** The place that binds the sealed headers of deliveries to the endpoint's row. */
export const headersPlace = (merchantId: string, endpointId: string): SealedPlace => ({
  table: 'webhook_endpoints',
  row: [merchantId, endpointId],
  purpose: 'headers',
  former: `${merchantId}/${endpointId}/headers`,
});

/** Null if there are no headers. */
export function sealHeaders(
  box: SecretBox,
  merchantId: string,
  endpointId: string,
  headers: EndpointHeaders,
): string | null {
  if (Object.keys(headers).length === 0) return null;
  return box.seal(JSON.stringify(headers), headersPlace(merchantId, endpointId));
}

/** The headers that the merchant adds to deliveries to this endpoint. */
export function openHeaders(
  box: SecretBox,
  merchantId: string,
  endpointId: string,
  cipher: string | null,
): EndpointHeaders {
  if (cipher === null) return {};
  return JSON.parse(box.open(cipher, headersPlace(merchantId, endpointId))) as EndpointHeaders;
}
