import { createHash } from 'node:crypto';
import { containsCardNumber } from '@payment-gateway/sdk/card-text';
import type { SecretBox } from './secret-box.js';

/** Purpose of the key derived from ENCRYPTION_KEY. */
const PURPOSE = 'idempotency-key';

/**
 * The form in which an idempotency key is stored and logged. The space distinguishes it from keys as callers send them. It
 * is a plain hash, which the database computes as well (`idempotency_stored_key`, for rows of the previous version). If
 * the key may contain a card number it is an HMAC, since a plain hash could be reversed by trying all numbers.
 */
export function storedKey(key: string, secrets: SecretBox): string {
  if (containsCardNumber(key)) return `hmac ${secrets.steadyFingerprint(PURPOSE, key)}`;
  return `sha256 ${createHash('sha256').update(key).digest('hex')}`;
}
