import { describe, expect, it } from '@jest/globals';
import { errorWords, reasonOf } from './error-words';

const entry = (change: object) => ({
  path: '/api/v1/orders',
  errorDescription: 'amount must be at least 100',
  requestBody: '{"amount":1}',
  responseBody: '{"error":{"reason":"amount_too_small"}}',
  ...change,
});
const amountOf = (minor: number, currency: string) => `${currency} ${minor / 100}`;

describe('the description of an error', () => {
  it.each([
    ['Amount must be at least INR 1 (100 paise)', {}],
    ['Amount must be at least USD 1 (100 in the smallest unit)', { requestBody: '{"amount":1,"currency":"USD"}' }],
    ['Amount must be at least 100', { requestBody: '{"amount":1,"currency":"dollars"}' }],
    ['Amount must be at least 100', { path: '/api/v1/payments/pay_1/refunds' }],
    ['Amount must be at least 100', { responseBody: null }],
    ['Amount must be at least INR 1 (100 paise)', { requestBody: '{"amount":1, …' }],
    ['Order not found', { errorDescription: 'Order not found', responseBody: '{"error":{"reason":"not_found"}}' }],
    [null, { errorDescription: null }],
  ])('%s', (words, change) => expect(errorWords(entry(change), amountOf)).toBe(words));

  it('has a reason, if the log has the response', () => {
    expect(reasonOf(entry({}))).toBe('amount_too_small');
    for (const responseBody of [null, '[]', '{"error":null}', '{"error":{"reason":5}}', 'no JSON'])
      expect(reasonOf(entry({ responseBody }))).toBeUndefined();
  });
});
