import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header carries the token. Hashes are compared, so that timing reveals neither content nor length. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(hash(given), hash(token));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
