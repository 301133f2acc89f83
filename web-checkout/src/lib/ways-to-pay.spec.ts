import { describe, expect, it } from '@jest/globals';
import { isOnPage, waysToPay } from './ways-to-pay';

describe('the ways to pay an order', () => {
  it('are those that the API names', () => {
    const ways = waysToPay({
      methods: [
        { method: 'upi', flows: ['intent', 'redirect'] },
        { method: 'card', flows: ['redirect'] },
      ],
    });
    expect(ways).toEqual({ upi: ['intent', 'redirect'], card: ['redirect'] });
    expect([isOnPage(['intent', 'redirect']), isOnPage(['redirect'])]).toEqual([false, true]);
    expect(waysToPay({ methods: [] })).toEqual({});
  });

  it('are a page if the API is of the version before', () => expect(waysToPay({})).toEqual({ card: ['redirect'] }));
});
