import type { SealedPlace } from '../../platform/secrets/secret-box.js';

/** Where the secret of a test key is sealed. */
export const secretPlace = (merchantId: string, keyId: string): SealedPlace => ({
  table: 'api_keys',
  row: [merchantId, keyId],
  purpose: 'secret',
  former: `${merchantId}/${keyId}`,
});
