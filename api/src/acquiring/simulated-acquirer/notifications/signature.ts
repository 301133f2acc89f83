import { createHmac } from 'node:crypto';

/** `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. The time is signed, so that a recorded notification expires. */
export function signatureOf(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** The notification secret of a key that both sides have in their environment. */
export function derivedSecret(key: string): string {
  return `nsec_${createHmac('sha256', key).update('notifications').digest('base64url')}`;
}
