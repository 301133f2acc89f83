import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signedParameters, withParameters } from './signed-return.js';

const SECRET = 'rtsec_c2hvcHBlcnMgY29tZSBiYWNrIHdpdGggdGhpcyBvbmU';
const paid = {
  order_id: 'order_0V6bT1zKQ2mNc7Xa',
  payment_id: 'pay_0V6bT1zq8KJh3mPd',
  status: 'success',
  authorized: false,
  timestamp: 1_769_860_805,
} as const;

describe('a signed return', () => {
  it('matches the example of docs/returns.md', () => {
    expect(withParameters('https://shop.example/thanks?cart=7', signedParameters(paid, SECRET))).toBe(
      'https://shop.example/thanks?cart=7&order_id=order_0V6bT1zKQ2mNc7Xa&payment_id=pay_0V6bT1zq8KJh3mPd' +
        '&status=success&timestamp=1769860805' +
        '&signature=eb6bde60cb6ff72b0246cc4dfc5997e9262432e365519cec4095bb0b04e9e553',
    );
  });

  it('leaves out absent values, and signs an empty line for each', () => {
    const left = { ...paid, payment_id: null, status: 'cancelled', authorized: true } as const;
    const parameters = Object.fromEntries(signedParameters(left, SECRET));
    expect(Object.keys(parameters)).toEqual(['order_id', 'status', 'authorized', 'timestamp', 'signature']);
    const canonical = ['return.v1', paid.order_id, '', 'cancelled', 'true', paid.timestamp].join('\n');
    expect(parameters['signature']).toBe(createHmac('sha256', SECRET).update(canonical).digest('hex'));
  });

  it.each([
    ['https://shop.example', 'https://shop.example/?status=failed'],
    ['https://shop.example/?', 'https://shop.example/?status=failed'],
    ['https://shop.example/?a=1&', 'https://shop.example/?a=1&status=failed'],
    ['https://shop.example/?a=%20b+c&a=2;d#top?x', 'https://shop.example/?a=%20b+c&a=2;d&status=failed#top?x'],
    ['https://shop.example/?order_id=42', 'https://shop.example/?order_id=42&pg_status=failed'],
    ['https://shop.example/?signature%5B%5D=1', 'https://shop.example/?signature%5B%5D=1&status=failed'],
    ['https://läden.example/dänke?für=Asha', 'https://xn--lden-loa.example/d%C3%A4nke?f%C3%BCr=Asha&status=failed'],
    ['myshop://paid', 'myshop://paid?status=failed'],
    ['com.example.shop:/paid?cart=7#x', 'com.example.shop:/paid?cart=7&status=failed#x'],
  ])('%s becomes %s', (url, expected) => {
    expect(withParameters(url, [['status', 'failed']])).toBe(expected);
  });
});
