import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shareTicks, ticksFor } from './scale';

describe('the ticks of a scale', () => {
  it.each([
    [0, 100, [0, 25, 50, 75, 100]],
    [0, 730, [0, 200, 400, 600, 800]],
    [-30, 100, [-50, 0, 50, 100]],
    [0, 0, [0, 0.25]],
  ])('from %d to %d are %j', (least, most, ticks) => expect(ticksFor(least, most)).toEqual(ticks));

  it('include zero and every value, and are few', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const ticks = ticksFor(Math.min(a, b), Math.max(a, b));
        const slack = 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
        expect(ticks.some((tick) => Math.abs(tick) <= slack)).toBe(true);
        expect(ticks[0]! - slack <= Math.min(a, b) && ticks.at(-1)! + slack >= Math.max(a, b)).toBe(true);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

it('shares from half on begin at half; a smaller one, at nothing', () => {
  expect(shareTicks([0.87, 0.5, 1])).toEqual([0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(shareTicks([0.87, 0.49])).toEqual([0, 0.25, 0.5, 0.75, 1]);
});
