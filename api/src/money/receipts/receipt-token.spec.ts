import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { paymentOfReceipt, receiptToken } from './receipt-token.js';

const key = () => randomBytes(32).toString('base64');
const [old, fresh] = [key(), key()];
const PAYMENT = 'pay_0V6bT1zq8KJh3mPd';

describe('the token of a receipt', () => {
  const secrets = new SecretBox(old);
  const token = receiptToken(secrets, PAYMENT);

  it('opens its payment', () => expect(paymentOfReceipt(secrets, token)).toBe(PAYMENT));

  it('opens it after a new key was added, until its own key is removed', () => {
    expect(paymentOfReceipt(new SecretBox(`${fresh},${old}`), token)).toBe(PAYMENT);
    expect(paymentOfReceipt(new SecretBox(fresh), token)).toBeNull();
  });

  it.each([
    ['another payment', token.replace('pay_0', 'pay_1')],
    ['an id alone', PAYMENT],
    ['nothing', ''],
    ['a longer token', `${token}A`],
    ['another key', token.replace(/\.[0-9a-f]{8}\./, '.00000000.')],
    ['a fingerprint of another purpose', `${PAYMENT}.${secrets.fingerprint('device', PAYMENT)}`],
  ])('%s opens nothing', (_, text) => expect(paymentOfReceipt(secrets, text)).toBeNull());

  it('every change of one character opens nothing', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(paymentOfReceipt(secrets, token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
  });
});
