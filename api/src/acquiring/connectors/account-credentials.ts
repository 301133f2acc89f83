import type { SealedPlace, SecretBox } from '../../platform/secrets/secret-box.js';
import type { Credentials } from './connector-entry.js';

/** The place that binds a sealed text to its account. */
export const accountPlace = (merchantId: string, accountId: string, purpose: string): SealedPlace => ({
  table: 'connector_accounts',
  row: [merchantId, accountId],
  purpose,
  former: `${merchantId}/${accountId}/${purpose}`,
});

export const credentialsPlace = (merchantId: string, accountId: string): SealedPlace =>
  accountPlace(merchantId, accountId, 'credentials');

export function openCredentials(
  box: SecretBox,
  merchantId: string,
  accountId: string,
  cipher: string | null,
): Credentials | null {
  return cipher === null
    ? null
    : (JSON.parse(box.open(cipher, credentialsPlace(merchantId, accountId))) as Credentials);
}
