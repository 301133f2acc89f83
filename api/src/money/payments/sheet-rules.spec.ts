import { describe, expect, it } from '@jest/globals';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { demandsOn, unmetDemand } from './sheet-rules.js';

const FREE = { currencies: null, captureModes: ['automatic', 'manual'], limits: {} } as unknown as Sheet;
const STRICT = {
  ...{ currencies: ['INR'], captureModes: ['automatic'], limits: { INR: { min: 100, max: 50_000 } } },
} as unknown as Sheet;
const ORDER = { amount: 50_000, currency: 'INR', capture: 'automatic' } as const;

describe('what a sheet lacks is refused', () => {
  it('nothing is demanded by a sheet that has everything', () => {
    expect(demandsOn(FREE)).toEqual({ only_currencies: null, only_captures: null, amount_limits: null });
    expect(unmetDemand(FREE, { amount: 1, currency: 'XYZ', capture: 'manual' })).toBeNull();
  });

  it('what is demanded goes to the statement', () => {
    expect(demandsOn(STRICT)).toEqual({
      ...{ only_currencies: ['INR'], only_captures: ['automatic'] },
      amount_limits: { INR: { min: 100, max: 50_000 } },
    });
  });

  it.each([
    [{}, null],
    [{ amount: 50_001 }, 'at most 50000'],
    [{ amount: 99 }, 'at least 100'],
    [{ currency: 'USD' }, 'INR only'],
    [{ capture: 'manual' as const }, 'manual capture'],
  ])('of an order %j: %s', (change, words) => {
    const error = unmetDemand(STRICT, { ...ORDER, ...change });
    expect(error?.reason ?? null).toBe(words === null ? null : 'connection_limit');
    if (words !== null) expect(error?.message).toContain(words);
  });
});
