import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { deviceOf, newDeviceToken } from './device-token.js';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const secrets = new SecretBox(keyOf(1));
const EMAIL = 'asha@shop.example';
const NOW = new Date('2026-11-28T12:00:00Z');
const DAY_MS = 86_400_000;
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

describe('the token of a known device', () => {
  it('identifies the device for its own email only', () => {
    const token = newDeviceToken(secrets, EMAIL, NOW);
    const id = deviceOf(secrets, token, EMAIL, NOW);
    expect(id).toMatch(/^[0-9a-z]+-[\w-]{22}$/);
    expect(deviceOf(secrets, token, EMAIL, later(399))).toBe(id);
    expect(deviceOf(secrets, token, 'ravi@shop.example', NOW)).toBeNull();
    expect(deviceOf(secrets, newDeviceToken(secrets, EMAIL, NOW), EMAIL, NOW)).not.toBe(id);
  });

  it('expires after 400 days', () => {
    expect(deviceOf(secrets, newDeviceToken(secrets, EMAIL, NOW), EMAIL, later(401))).toBeNull();
  });

  it('stays valid after a key rotation while the old ENCRYPTION_KEY is kept', () => {
    const token = newDeviceToken(secrets, EMAIL, NOW);
    expect(deviceOf(new SecretBox(`${keyOf(2)},${keyOf(1)}`), token, EMAIL, NOW)).not.toBeNull();
    expect(deviceOf(new SecretBox(keyOf(2)), token, EMAIL, NOW)).toBeNull();
  });

  it('cannot be forged: a changed character makes it invalid', () => {
    const token = newDeviceToken(secrets, EMAIL, NOW);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('0', 'z', '.', '-'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(deviceOf(secrets, changed, EMAIL, NOW) === null).toBe(changed !== token);
      }),
    );
    for (const text of [undefined, '', 'device_', 'device_1-x.y', `${token} `, token.toUpperCase()])
      expect(deviceOf(secrets, text, EMAIL, NOW)).toBeNull();
  });
});
