import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
export const SECRET_FORMAT =
  'secret must be whsec_ followed by the base64 of 24 to 64 bytes, or 8 to 200 visible characters that do not begin so';
const OTHER_SECRET = /^(?!whsec_)[\x21-\x7e]{8,200}$/;

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** Whether a merchant may use this text as a secret. */
export const isSecret = (text: string) => isEncoded(text) || OTHER_SECRET.test(text);

/** Strict base64: libraries decode invalid base64 differently, so a signature would not verify with all of them. */
function isEncoded(text: string): boolean {
  if (!text.startsWith(PREFIX)) return false;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64');
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === text.slice(PREFIX.length);
}

export interface SignatureInput {
  eventId: string;
  /** The event's stored payload. It is signed and sent byte for byte. */
  body: string;
  /** The time of this attempt, not of the event. */
  timestampSeconds: number;
  secret: string;
  /** The secret before a rotation, while its overlap lasts. */
  previousSecret?: string | null;
}

/**
 * The headers of one delivery attempt: Standard Webhooks 1.0 (https://www.standardwebhooks.com) with one signature per
 * valid secret, and a plain hex HMAC of the body for receivers without a library. The plain one is keyed with the whole
 * secret string and does not cover the time, so only the standard one guards against a replay by a third party.
 */
export function attemptHeaders({
  eventId,
  body,
  timestampSeconds,
  secret,
  previousSecret,
}: SignatureInput): Record<string, string> {
  const signed = `${eventId}.${timestampSeconds}.${body}`;
  const secrets = previousSecret ? [secret, previousSecret] : [secret];
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'PaymentGateway-Webhooks/1.0',
    'webhook-id': eventId,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((each) => `v1,${hmac(secretBytes(each), signed, 'base64')}`).join(' '),
    'X-Webhook-Signature': hmac(secret, body, 'hex'),
    ...(previousSecret ? { 'X-Webhook-Signature-Previous': hmac(previousSecret, body, 'hex') } : {}),
  };
}

/** The key of the standard signature: the decoded bytes, or the characters of a secret in another form. */
function secretBytes(secret: string): Buffer {
  return isEncoded(secret) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
}

function hmac(key: string | Buffer, text: string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', key).update(text).digest(encoding);
}
