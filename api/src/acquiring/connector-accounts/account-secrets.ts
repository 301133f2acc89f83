import type { SealedPlace, SecretBox } from '../../platform/secrets/secret-box.js';
import { accountPlace, credentialsPlace } from '../connectors/account-credentials.js';
import type { ConnectorKind, Credentials } from '../connectors/connector-entry.js';

/** The same for both webhook secrets, because a rotation copies the sealed text to the previous one. */
export const webhookSecretPlace = (merchantId: string, accountId: string): SealedPlace =>
  accountPlace(merchantId, accountId, 'webhook secret');

const MIN_LENGTH_SHOWN = 16;

/** Null for a short text, of which four characters would be too large a part. */
const lastFour = (secret: string): string | null => (secret.length < MIN_LENGTH_SHOWN ? null : secret.slice(-4));

/** The columns of credentials. */
export function sealedCredentials(
  box: SecretBox,
  merchantId: string,
  accountId: string,
  kind: ConnectorKind,
  credentials: Credentials,
) {
  const shown = credentials[kind.credentials[0]?.name ?? ''] ?? '';
  return {
    credentials_cipher: box.seal(JSON.stringify(credentials), credentialsPlace(merchantId, accountId)),
    credentials_last4: lastFour(shown),
  };
}

/** The columns of the current webhook secret. */
export const sealedWebhookSecret = (box: SecretBox, merchantId: string, accountId: string, secret: string) => ({
  webhook_secret_cipher: box.seal(secret, webhookSecretPlace(merchantId, accountId)),
  webhook_secret_last4: lastFour(secret),
});
