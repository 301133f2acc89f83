import { describe, expect, it } from '@jest/globals';
import { filtersFor, shownStatus } from './payment-status';

describe('the status of a payment', () => {
  it.each([
    ['success', true, 'authorised'],
    ['success', false, 'success'],
    ['cancelled', false, 'cancelled'],
    ['pending', false, 'pending'],
  ] as const)('%s with authorized: %s reads %s', (status, authorized, shown) =>
    expect(shownStatus({ status, authorized })).toBe(shown),
  );

  it.each([
    ['authorised', { authorized: true }],
    ['success', { status: 'success', authorized: false }],
    ['failed', { status: 'failed' }],
    [undefined, {}],
  ] as const)('%s is found by %j', (shown, filters) => expect(filtersFor(shown)).toEqual(filters));
});
