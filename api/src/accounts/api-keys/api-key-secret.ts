import type { SealedPlace } from '../../platform/secrets/secret-box.js';

/** The place that binds the sealed secret of a key to its row. */
export const secretPlace = (merchantId: string, keyId: string): SealedPlace => ({
  table: 'api_keys',
  row: [merchantId, keyId],
  purpose: 'secret',
  former: `${merchantId}/${keyId}`,
});
