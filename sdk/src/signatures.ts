/** HMAC-SHA256 by WebCrypto: the same file runs in Node, Deno, Bun and on edge runtimes. */

const utf8 = new TextEncoder();

/** A copy, so that its buffer is not shared and has exactly its length. */
export const bytesOf = (text: string) => new Uint8Array(utf8.encode(text));

export async function hmac(key: Uint8Array<ArrayBuffer>, ...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, joined(parts)));
}

function joined(parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const base64Of = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

/** The bytes of canonical base64; undefined for any other text, which a lenient decoder would truncate. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2,3})?$/.test(text))
    return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Constant time for texts of equal length: the duration does not reveal how much of a guess was correct. */
export function isSame(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let at = 0; at < expected.length; at++) difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  return difference === 0;
}

/** Compares every pair, even after a match. */
export function isAnySame(given: readonly string[], expected: readonly string[]): boolean {
  let found = false;
  for (const one of given) for (const other of expected) found = isSame(one, other) || found;
  return found;
}
