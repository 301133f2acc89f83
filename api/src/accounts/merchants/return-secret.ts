import { randomBytes } from 'node:crypto';
import type { SealedPlace } from '../../platform/secrets/secret-box.js';

const SECRET_BYTES = 32;

/** Signs the URLs by which shoppers return. */
export const newReturnSecret = () => `rtsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** Where a merchant's return secret is sealed. */
export const returnSecretPlace = (merchantId: string): SealedPlace => ({
  table: 'merchants',
  row: [merchantId],
  purpose: 'return secret',
  former: `${merchantId}/return-secret`,
});
