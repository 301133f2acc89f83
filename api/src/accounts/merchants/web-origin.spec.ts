import { describe, expect, it } from '@jest/globals';
import { isWebOrigin } from './web-origin.js';

describe('the origin of a merchant’s page', () => {
  it.each([
    'https://shop.example',
    'https://shop.example:8443',
    'http://localhost:4242',
    'http://127.0.0.1:3000',
    'http://[::1]:80'.replace(':80', ':8080'),
  ])('%s', (origin) => expect(isWebOrigin(origin)).toBe(true));

  it.each([
    'shop.example',
    'https://shop.example/',
    'https://shop.example/pay',
    'https://shop.example:443',
    'HTTPS://shop.example',
    'https://user@shop.example',
    'http://shop.example',
    'https://*.shop.example',
    'https://shop.example;script-src',
    'javascript:alert(1)',
    'null',
    '*',
    `https://${'a'.repeat(300)}.example`,
    7,
  ])('not %s', (origin) => expect(isWebOrigin(origin)).toBe(false));
});
