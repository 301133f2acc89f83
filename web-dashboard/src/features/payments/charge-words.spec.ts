import { describe, expect, it } from '@jest/globals';
import { outcomeOf, reasonOf, surplusWords } from './charge-words.js';

describe('the words for a charge', () => {
  it.each([
    ['open', 0, 'wait', /not decided/],
    ['approved', 50_000, 'good', /money is captured/],
    ['approved', 0, 'good', /Nothing is captured yet/],
    ['failed', 0, 'bad', /No money was taken/],
    ['closed', 0, 'plain', /late approval/],
    ['reversing', 0, 'wait', /is reversing/],
    ['reversed', 0, 'info', /reversed it/],
  ] as const)('%s with %i captured', (status, amountCaptured, tone, words) => {
    expect(outcomeOf({ status, amountCaptured })).toEqual({ tone, words: expect.stringMatching(words) });
  });

  it('have the acquirer’s description of a failure, or else the name of its reason', () => {
    expect(reasonOf({ errorReason: 'insufficient_funds', errorDescription: 'Not enough money' })).toBe(
      'Not enough money',
    );
    expect(reasonOf({ errorReason: 'insufficient_funds', errorDescription: null })).toBe('Insufficient funds');
    expect(reasonOf({ errorReason: null, errorDescription: null })).toBeNull();
  });
});

describe('a second payment on the same page', () => {
  it('is named with its amount, its id and why it is kept', () => {
    const further = { connectorReference: 'pay_2', amount: 50_000, currency: 'INR', description: 'No balance.' };
    const words = surplusWords(further);
    expect(words).toMatch(/^The shopper also paid ₹\s?500\.00 as pay_2, which is not given back yet: No balance\. The/);
  });
});
