import { expect, it } from '@jest/globals';
import { upiLink } from './upi-link.js';

it.each([
  [50_000, '500.00'],
  [105, '1.05'],
  [99_999_999_999, '999999999.99'],
])('%d paise are %s rupees in the link', (amount, rupees) => {
  const link = new URL(upiLink({ amount, reference: 'pay_1' }));
  expect(`${link.protocol}//${link.host}`).toBe('upi://pay');
  expect(Object.fromEntries(link.searchParams)).toEqual({
    pa: 'simulated@bank',
    pn: 'Simulated Bank',
    am: rupees,
    cu: 'INR',
    tr: 'pay_1',
  });
});
