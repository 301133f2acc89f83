import { createHash } from 'node:crypto';
import { containsCardNumber } from '@payment-gateway/sdk/card-text';
import type { SecretBox } from './secret-box.js';

/** Purpose of the key derived from ENCRYPTION_KEY. */
const PURPOSE = 'idempotency-key';

/**
 * How an idempotency key is stored and logged. The space tells it from a key as a caller sends one. A plain hash, which
 * the database makes as well (`idempotency_stored_key`, for rows that the version before writes), unless a card number may
 * stand in the key: of one a plain hash could be reversed by trying all numbers, so it is an HMAC.
 */
export function storedKey(key: string, secrets: SecretBox): string {
  if (containsCardNumber(key)) return `hmac ${secrets.steadyFingerprint(PURPOSE, key)}`;
  return `sha256 ${createHash('sha256').update(key).digest('hex')}`;
}
