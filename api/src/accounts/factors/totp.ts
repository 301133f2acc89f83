import { Secret, TOTP } from 'otpauth';
import type { SealedPlace } from '../../platform/secrets/secret-box.js';

/** What every authenticator app supports: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
const STANDARD = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const ISSUER = 'Payment gateway';
/** RFC 4226 recommends the length of the hash: 160 bits. */
const SECRET_BYTES = 20;
/** A clock that is one step off is accepted. */
const DRIFT_STEPS = 1;
const CODE = /^[0-9]{6}$/;

/** A new secret in base32, as apps take it. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The address in the QR code, which authenticator apps read. `label` is the account's email. */
export const totpUrl = (secret: string, label: string): string =>
  new TOTP({ ...STANDARD, issuer: ISSUER, label, secret: Secret.fromBase32(secret) }).toString();

/** The step of a code that is valid now, or one step earlier or later; null if the code is wrong. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  if (!CODE.test(code)) return null; // the library throws for digits of other scripts
  const totp = new TOTP({ ...STANDARD, secret: Secret.fromBase32(secret) });
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: DRIFT_STEPS });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** The place that binds a sealed secret to its row. */
export const totpPlace = (userId: string): SealedPlace => ({
  table: 'totp_factors',
  row: [userId],
  purpose: 'secret',
  former: `totp/${userId}`,
});
