import type { Settings } from '../../platform/config/config.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';

const PURPOSE = 'receipt link';
const TOKEN = /^(pay_[A-Za-z0-9]{16})\.([0-9a-f]{8})\.([\w-]{43})$/;

/**
 * The token of a receipt's public link: the payment's id, signed under a key derived from ENCRYPTION_KEY. It does not
 * expire, because a payer may need a receipt for years; it ends when its key is removed from ENCRYPTION_KEY.
 */
export function receiptToken(secrets: SecretBox, paymentId: string): string {
  const [keyId = '', hex = ''] = secrets.fingerprint(PURPOSE, paymentId).split('.');
  return `${paymentId}.${keyId}.${Buffer.from(hex, 'hex').toString('base64url')}`;
}

/** The public page of a receipt. */
export const receiptUrl = (
  { PUBLIC_CHECKOUT_URL: checkout }: Pick<Settings, 'PUBLIC_CHECKOUT_URL'>,
  secrets: SecretBox,
  paymentId: string,
) => `${checkout.replace(/\/$/, '')}/r/${receiptToken(secrets, paymentId)}`;

/** The payment of a token; null if it was not signed here. */
export function paymentOfReceipt(secrets: SecretBox, token: string): string | null {
  const [, paymentId = '', keyId = '', signature = ''] = TOKEN.exec(token) ?? [];
  if (paymentId === '') return null;
  const bytes = Buffer.from(signature, 'base64url');
  // The last character holds bits that decoding ignores: only one spelling is valid.
  if (bytes.toString('base64url') !== signature) return null;
  return secrets.matchesFingerprint(PURPOSE, paymentId, `${keyId}.${bytes.toString('hex')}`) ? paymentId : null;
}
