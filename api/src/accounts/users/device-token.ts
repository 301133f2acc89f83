import { randomBytes } from 'node:crypto';
import type { SecretBox } from '../../platform/secrets/secret-box.js';

/**
 * The token of a device from which a user has signed in before. Its wrong passwords are counted separately, and those
 * of other devices do not lock it out. The token is bound to one email and signed with ENCRYPTION_KEY, so nothing is
 * stored.
 */
const PURPOSE = 'device';
const ID_BYTES = 16;
/** The longest lifetime of a cookie in browsers. */
const LIFETIME_MS = 400 * 86_400_000;
const TOKEN = /^device_([0-9a-z]+-[\w-]{22})\.([0-9a-f]{8}\.[0-9a-f]{64})$/;

const signed = (id: string, email: string) => `${id} ${email}`;

/** `email` in lower case. */
export function newDeviceToken(secrets: SecretBox, email: string, now: Date): string {
  const id = `${now.getTime().toString(36)}-${randomBytes(ID_BYTES).toString('base64url')}`;
  return `device_${id}.${secrets.fingerprint(PURPOSE, signed(id, email))}`;
}

/** The device's id; null if the token is invalid, too old, or for another email. */
export function deviceOf(secrets: SecretBox, token: string | undefined, email: string, now: Date): string | null {
  const [, id = '', fingerprint = ''] = TOKEN.exec(token ?? '') ?? [];
  if (id === '' || !secrets.matchesFingerprint(PURPOSE, signed(id, email), fingerprint)) return null;
  const madeAt = parseInt(id, 36);
  return now.getTime() - madeAt <= LIFETIME_MS ? id : null;
}
