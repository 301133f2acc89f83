import { describe, expect, it } from '@jest/globals';
import { bankPage } from './bank-page';

describe('the address of a page of the acquirer', () => {
  it.each([
    'https://pay.bank.example/3ds?id=1#step',
    'http://localhost:8010/pay/x',
    'http://127.0.0.1:8010/pay/x',
    'http://[::1]/x',
  ])('%s is followed', (address) => expect(bankPage(address)).toBe(address));

  it.each([
    'http://pay.bank.example/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://evil.example/#localhost',
    'https://bank.example@evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'upi://pay?pa=x',
    '//evil.example/',
    '/checkout',
    'nothing',
    '',
  ])('%s is not', (address) => expect(bankPage(address)).toBeUndefined());
});
