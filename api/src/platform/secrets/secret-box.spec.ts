import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SealedPlace, SecretBox } from './secret-box.js';

const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');
const PLACE: SealedPlace = {
  table: 'endpoints',
  row: ['merchant-1', 'we_1'],
  purpose: 'secret',
  former: 'merchant-1/we_1',
};
/** As versions without places sealed. */
function sealedV1(key: string, text: string, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), iv).setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', idOf(key), ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
}
const idOf = (key: string) => createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8);

describe('a sealed text', () => {
  it('opens again, whatever its content', () => {
    const box = new SecretBox(NEW);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, row) => {
        const place = { ...PLACE, row: [row] };
        expect(box.open(box.seal(text, place), place)).toBe(text);
      }),
    );
  });

  it('has the form v2.<keyId>.<iv>.<tag>.<data> and is never the same twice', () => {
    const box = new SecretBox(NEW);
    const sealed = box.seal('whsec_x', PLACE);
    expect(sealed).toMatch(new RegExp(`^v2\\.${idOf(NEW)}\\.[\\w-]{16}\\.[\\w-]{22}\\.[\\w-]+$`));
    expect(box.seal('whsec_x', PLACE)).not.toBe(sealed);
  });

  it('does not open in another row, changed in any part, or with a shortened tag', () => {
    const box = new SecretBox(NEW);
    const sealed = box.seal('whsec_secret', PLACE);
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const changed = Buffer.from(parts[index] as string, 'base64url');
      changed[0] = (changed[0] as number) ^ 1;
      expect(() => box.open(parts.with(index, changed.toString('base64url')).join('.'), PLACE)).toThrow();
    }
    expect(() => box.open(parts.with(3, (parts[3] as string).slice(0, 6)).join('.'), PLACE)).toThrow();
    expect(() => box.open('whsec_plain', PLACE)).toThrow('not a sealed text');
  });

  it('opens only in its own table and row and for its own purpose', () => {
    const box = new SecretBox(NEW);
    const sealed = box.seal('whsec_secret', PLACE);
    const others: Partial<SealedPlace>[] = [
      { table: 'api_keys' },
      { row: ['merchant-2', 'we_1'] },
      { row: ['merchant-1', 'we_2'] },
      { row: ['merchant-1'] },
      { row: ['merchant-1", "we_1'] },
      { row: ['merchant-1', 'we_1', ''] },
      { purpose: 'previous secret' },
    ];
    for (const other of others) expect(() => box.open(sealed, { ...PLACE, ...other })).toThrow();
    expect(box.open(sealed, { ...PLACE, former: 'anything' })).toBe('whsec_secret');
  });

  it('of version 1 opens in its context, and neither version opens as the other', () => {
    const box = new SecretBox(NEW);
    const before = sealedV1(NEW, 'whsec_before', 'merchant-1/we_1');
    expect(box.open(before, PLACE)).toBe('whsec_before');
    expect(() => box.open(before, { ...PLACE, former: 'merchant-1/we_2' })).toThrow();
    expect(() => box.open(before.replace('v1.', 'v2.'), PLACE)).toThrow();
    expect(() => box.open(box.seal('text', PLACE).replace('v2.', 'v1.'), PLACE)).toThrow();
    expect(() => box.open(box.seal('text', PLACE).replace('v2.', 'v3.'), PLACE)).toThrow('not a sealed text');
  });

  it('made with an older key opens while the ring lists that key, and new ones use the first', () => {
    const sealed = new SecretBox(OLD).seal('text', PLACE);
    const rotated = new SecretBox(`${NEW}, ${OLD}`);
    expect(rotated.open(sealed, PLACE)).toBe('text');
    expect(rotated.seal('text', PLACE).split('.')[1]).toBe(idOf(NEW));
    expect(() => new SecretBox(NEW).open(sealed, PLACE)).toThrow(`key ${idOf(OLD)}`);
  });
});

describe('a fingerprint', () => {
  it('is the HMAC under a key derived by HKDF for its purpose', () => {
    const key = Buffer.from(hkdfSync('sha256', Buffer.from(NEW, 'base64'), '', 'fingerprint orders', 32));
    const expected = createHmac('sha256', key).update('text').digest('hex');
    expect(new SecretBox(NEW).fingerprint('orders', 'text')).toBe(`${idOf(NEW)}.${expected}`);
  });

  it('matches its own text and purpose only', () => {
    const box = new SecretBox(NEW);
    const stored = box.fingerprint('a', 'text');
    expect(box.matchesFingerprint('a', 'text', stored)).toBe(true);
    expect(box.matchesFingerprint('b', 'text', stored)).toBe(false);
    expect(box.matchesFingerprint('a', 'texT', stored)).toBe(false);
    for (const broken of ['', 'x', stored.slice(0, -2), `${stored}00`, `${idOf(OLD)}.${stored.split('.')[1]}`]) {
      expect(box.matchesFingerprint('a', 'text', broken)).toBe(false);
    }
  });

  it('of an older key matches while the ring lists that key', () => {
    const stored = new SecretBox(OLD).fingerprint('a', 'text');
    expect(new SecretBox(`${NEW},${OLD}`).matchesFingerprint('a', 'text', stored)).toBe(true);
    expect(new SecretBox(NEW).matchesFingerprint('a', 'text', stored)).toBe(false);
  });
});

it('refuses a key of the wrong length without quoting it', () => {
  const short = randomBytes(16).toString('base64');
  expect(() => new SecretBox(`${NEW},${short}`)).toThrow('ENCRYPTION_KEY: key 2 is not 32 bytes in base64');
  expect(() => new SecretBox('')).toThrow('key 1');
});
