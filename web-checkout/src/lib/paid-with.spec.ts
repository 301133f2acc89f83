import { expect, it } from '@jest/globals';
import { paidWith } from './paid-with';

it.each([
  ['upi', 'su•••@upi', 'UPI · su•••@upi'],
  ['upi', null, 'UPI'],
  ['card', 'visa •••• 1111', 'Visa •••• 1111'],
  ['card', 'card •••• 0000', 'Card •••• 0000'],
  ['card', null, 'Card'],
  ['netbanking', null, null],
  [null, null, null],
])('a payment by %j with %j was paid with %j', (method, instrument, shown) =>
  expect(paidWith({ method, instrument }, { upi: 'UPI', card: 'Card' })).toBe(shown),
);
