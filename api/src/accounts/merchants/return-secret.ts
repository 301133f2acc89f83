import { randomBytes } from 'node:crypto';
import type { SealedPlace } from '../../platform/secrets/secret-box.js';

const SECRET_BYTES = 32;

/** A secret that signs the URLs with which shoppers return. */
export const newReturnSecret = () => `rtsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** The place that binds a merchant's sealed return secret to its row. */
export const returnSecretPlace = (merchantId: string): SealedPlace => ({
  table: 'merchants',
  row: [merchantId],
  purpose: 'return secret',
  former: `${merchantId}/return-secret`,
});
