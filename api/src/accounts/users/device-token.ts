import { randomBytes } from 'node:crypto';
import type { SecretBox } from '../../platform/secrets/secret-box.js';

/**
 * A device from which a user has signed in before. Wrong passwords of other devices do not lock it out, and its own are
 * counted apart from theirs. The token is bound to one email and keyed with ENCRYPTION_KEY, so nothing is stored for it.
 */
const PURPOSE = 'device';
const ID_BYTES = 16;
/** Browsers keep a cookie no longer. */
const LIFETIME_MS = 400 * 86_400_000;
const TOKEN = /^device_([0-9a-z]+-[\w-]{22})\.([0-9a-f]{8}\.[0-9a-f]{64})$/;

const signed = (id: string, email: string) => `${id} ${email}`;

/** `email` in small letters. */
export function newDeviceToken(secrets: SecretBox, email: string, now: Date): string {
  const id = `${now.getTime().toString(36)}-${randomBytes(ID_BYTES).toString('base64url')}`;
  return `device_${id}.${secrets.fingerprint(PURPOSE, signed(id, email))}`;
}

/** The device's id, if this token is ours, of this email and not too old. */
export function deviceOf(secrets: SecretBox, token: string | undefined, email: string, now: Date): string | null {
  const [, id = '', fingerprint = ''] = TOKEN.exec(token ?? '') ?? [];
  if (id === '' || !secrets.matchesFingerprint(PURPOSE, signed(id, email), fingerprint)) return null;
  const madeAt = parseInt(id, 36);
  return now.getTime() - madeAt <= LIFETIME_MS ? id : null;
}
