import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { attemptHeaders, isSecret, newSecret } from './signature.js';

const eventId = 'evt_0AbCdEf123456789';
const now = () => Math.floor(Date.now() / 1000);
const secretOf = (bytes: number) => `whsec_${randomBytes(bytes).toString('base64')}`;

describe('the headers of an attempt', () => {
  it('verify with the Standard Webhooks library and by plain HMAC, whatever the body and the secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 24, max: 64 }), (text, bytes) => {
        const body = JSON.stringify({ id: eventId, text });
        const secret = secretOf(bytes);
        const headers = attemptHeaders({ eventId, body, timestampSeconds: now(), secret });
        expect(new Webhook(secret).verify(body, headers)).toEqual({ id: eventId, text });
        expect(headers['X-Webhook-Signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
      }),
    );
  });

  it('are exactly these', () => {
    const headers = attemptHeaders({ eventId, body: '{}', timestampSeconds: 1705315870, secret: newSecret() });
    expect(headers).toEqual({
      'Content-Type': 'application/json',
      'User-Agent': expect.stringMatching(/^[\w-]+\/[\d.]+$/),
      'webhook-id': eventId,
      'webhook-timestamp': '1705315870',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      'X-Webhook-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('verify with both secrets during a rotation', () => {
    const [secret, previousSecret] = [newSecret(), newSecret()];
    const body = '{"amount":500}';
    const headers = attemptHeaders({ eventId, body, timestampSeconds: now(), secret, previousSecret });
    for (const valid of [secret, previousSecret])
      expect(new Webhook(valid).verify(body, headers)).toEqual({ amount: 500 });
    expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect(headers['X-Webhook-Signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
    expect(headers['X-Webhook-Signature-Previous']).toBe(
      createHmac('sha256', previousSecret).update(body).digest('hex'),
    );
  });

  it('verify with no other secret, body or id', () => {
    const secret = newSecret();
    const headers = attemptHeaders({ eventId, body: '{"amount":500}', timestampSeconds: now(), secret });
    expect(() => new Webhook(newSecret()).verify('{"amount":500}', headers)).toThrow();
    expect(() => new Webhook(secret).verify('{"amount":501}', headers)).toThrow();
    expect(() => new Webhook(secret).verify('{"amount":500}', { ...headers, 'webhook-id': 'evt_other' })).toThrow();
  });
});

describe('a secret', () => {
  it('that is generated is valid and unique', () => {
    expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(isSecret(newSecret())).toBe(true);
    expect(newSecret()).not.toBe(newSecret());
  });

  it.each([24, 32, 64])('of %s bytes is valid', (bytes) => expect(isSecret(secretOf(bytes))).toBe(true));

  it.each([
    ['another prefix', newSecret().replace('whsec_', 'WHSEC_')],
    ['base64 without the prefix', randomBytes(32).toString('base64')],
    ['8 characters', 'whisper!'],
    ['200 characters', 'x'.repeat(200)],
  ])('of another form is good: %s', (_form, text) => expect(isSecret(text)).toBe(true));

  it.each([
    ['7 characters', 'whisper'],
    ['201 characters', 'x'.repeat(201)],
    ['23 bytes', secretOf(23)],
    ['65 bytes', secretOf(65)],
    ['nothing behind the prefix', 'whsec_'],
    ['no padding', newSecret().slice(0, -1)],
    ['base64url', `whsec_${Buffer.alloc(32, 0xfb).toString('base64url')}`],
    ['a space inside', newSecret().replace(/.{5}$/, ' $&')],
    ['bits beyond the last byte', `whsec_${Buffer.alloc(32).toString('base64').replace(/A=$/, 'B=')}`],
  ])('with %s is refused', (_fault, text) => expect(isSecret(text)).toBe(false));
});
