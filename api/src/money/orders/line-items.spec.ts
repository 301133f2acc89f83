import { describe, expect, it } from '@jest/globals';
import { MAX_AMOUNT } from '../../platform/currency.js';
import { refuseOtherSum } from './line-items.js';

const line = (quantity: number, amount: number) => ({ name: 'Tea', quantity, amount });

describe('the lines of an order', () => {
  it.each([
    [500, undefined],
    [500, [line(2, 250)]],
    [500, [line(1, 0), line(3, 200), line(1, -100)]],
    [MAX_AMOUNT, [line(1, MAX_AMOUNT)]],
  ])('%d is the sum of %j', (amount, lines) => {
    expect(() => refuseOtherSum(amount, lines)).not.toThrow();
  });

  it('with another sum are refused, and the error names both', () => {
    const refused = () => refuseOtherSum(500, [line(2, 250), line(1, 1)]);
    expect(refused).toThrow('line_items add up to 501, and amount is 500: they must be equal');
  });

  it('are added exactly, however large they are', () => {
    const many = (amount: number) => Array.from({ length: 24 }, () => line(10_000, amount));
    const lines = [...many(MAX_AMOUNT), line(1, 501), ...many(-MAX_AMOUNT)];
    expect(() => refuseOtherSum(501, lines)).not.toThrow();
    expect(() => refuseOtherSum(500, lines)).toThrow('line_items add up to 501');
  });
});
