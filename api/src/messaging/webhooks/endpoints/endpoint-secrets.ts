import type { SealedPlace, SecretBox } from '../../../platform/secrets/secret-box.js';
import type { EndpointHeaders } from './endpoint-headers.js';

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

/** Null without any. */
export function sealHeaders(
  box: SecretBox,
  merchantId: string,
  endpointId: string,
  headers: EndpointHeaders,
): string | null {
  if (Object.keys(headers).length === 0) return null;
  return box.seal(JSON.stringify(headers), headersPlace(merchantId, endpointId));
}

/** What deliveries to this endpoint carry besides the gateway's own headers. */
export function openHeaders(
  box: SecretBox,
  merchantId: string,
  endpointId: string,
  cipher: string | null,
): EndpointHeaders {
  if (cipher === null) return {};
  return JSON.parse(box.open(cipher, headersPlace(merchantId, endpointId))) as EndpointHeaders;
}
