import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBox } from './secret-box.js';

const OLD = randomBytes(32).toString('base64');
const NEW = randomBytes(32).toString('base64');
const CONTEXT = 'merchant-1/we_1';
const idOf = (key: string) => createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8);

describe('a sealed text', () => {
  it('opens again, whatever it says', () => {
    const box = new SecretBox(NEW);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        expect(box.open(box.seal(text, context), context)).toBe(text);
      }),
    );
  });

  it('has the form v1.<keyId>.<iv>.<tag>.<data> and is never the same twice', () => {
    const box = new SecretBox(NEW);
    const sealed = box.seal('whsec_x', CONTEXT);
    expect(sealed).toMatch(new RegExp(`^v1\\.${idOf(NEW)}\\.[\\w-]{16}\\.[\\w-]{22}\\.[\\w-]+$`));
    expect(box.seal('whsec_x', CONTEXT)).not.toBe(sealed);
  });

  it('does not open in another row, changed in any part, or with a shortened tag', () => {
    const box = new SecretBox(NEW);
    const sealed = box.seal('whsec_secret', CONTEXT);
    expect(() => box.open(sealed, 'merchant-2/we_1')).toThrow();
    const parts = sealed.split('.');
    for (const index of [2, 3, 4]) {
      const changed = Buffer.from(parts[index] as string, 'base64url');
      changed[0] = (changed[0] as number) ^ 1;
      expect(() => box.open(parts.with(index, changed.toString('base64url')).join('.'), CONTEXT)).toThrow();
    }
    expect(() => box.open(parts.with(3, (parts[3] as string).slice(0, 6)).join('.'), CONTEXT)).toThrow();
    expect(() => box.open('whsec_plain', CONTEXT)).toThrow('not a sealed text');
  });

  it('made with an older key opens while the ring lists that key, and new ones use the first', () => {
    const sealed = new SecretBox(OLD).seal('text', CONTEXT);
    const rotated = new SecretBox(`${NEW}, ${OLD}`);
    expect(rotated.open(sealed, CONTEXT)).toBe('text');
    expect(rotated.seal('text', CONTEXT).split('.')[1]).toBe(idOf(NEW));
    expect(() => new SecretBox(NEW).open(sealed, CONTEXT)).toThrow(`key ${idOf(OLD)}`);
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
