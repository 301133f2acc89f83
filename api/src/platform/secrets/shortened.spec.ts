import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shortened } from './shortened.js';

describe('a shortened value', () => {
  it.each([
    [
      { amount: 100, notes: { a: 'b' }, list: [1, 'x', null] },
      { amount: 100, notes: { a: 'b' }, list: [1, 'x', null] },
    ],
    [
      { first: 'a', long: 'x'.repeat(99), last: 'z' },
      { first: 'a', long: `${'x'.repeat(74)}…` },
    ],
    [{ note: `${'x'.repeat(76)}4111 1111 1111 1111` }, { note: `${'x'.repeat(76)}**** **** **…` }],
    [{ note: `${'x'.repeat(87)}😀` }, { note: `${'x'.repeat(87)}…` }],
    [{ ['k'.repeat(89)]: '', cvv: 123 }, { ['k'.repeat(89)]: '' }],
    [['x'.repeat(200), 'y'], [`${'x'.repeat(91)}…`]],
    [null, null],
  ])('%j', (whole, short) => {
    expect(shortened(whole, 100)).toEqual(short);
  });

  it('is the value itself where that is short, and never much longer than asked for', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(shortened(value, 1e9)).toEqual(value);
        expect(JSON.stringify(shortened(value, 50)).replace(/\\u[\da-f]{4}|\\./g, '.').length).toBeLessThan(150);
      }),
    );
  });

  it('reveals no more of a card than the whole text would, wherever the cut is', () => {
    const gap = fc.constantFrom('', ' ', '-');
    fc.assert(
      fc.property(fc.nat(120), gap, (before, between) => {
        const card = `4111${between}1111${between}1111${between}1111`;
        const said = JSON.stringify(shortened({ note: `${'x'.repeat(before)}${card} paid` }, 100));
        expect(said).not.toMatch(/4111/);
      }),
    );
  });
});
