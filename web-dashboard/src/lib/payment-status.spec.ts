import { describe, expect, it } from '@jest/globals';
import { shownStatus } from './payment-status';

describe('the status of a payment', () => {
  it.each([
    ['success', false, 'authorised'],
    ['success', true, 'success'],
    ['cancelled', false, 'cancelled'],
    ['processing', false, 'processing'],
  ] as const)('%s with captured: %s reads %s', (status, captured, shown) =>
    expect(shownStatus({ status, captured })).toBe(shown),
  );
});
