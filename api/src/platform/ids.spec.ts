import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isId, newId, smallestIdAt, timeOfId, type IdKind } from './ids.js';

const kind = fc.constantFrom<IdKind>('order', 'pay', 'rfnd', 'evt', 'we');
const moment = fc.integer({ min: 0, max: Date.UTC(2081, 0, 1) });
// Compares as COLLATE "C" does: ids are ASCII, where code units are bytes.
const before = (left: string, right: string): boolean => left < right;

describe('an id', () => {
  it('is its kind and exactly 16 characters, and is recognised as that kind alone', () => {
    fc.assert(
      fc.property(kind, kind, moment, (one, other, ms) => {
        const id = newId(one, ms);
        expect(id).toMatch(new RegExp(`^${one}_[A-Za-z0-9]{16}$`));
        expect(isId(one, id)).toBe(true);
        expect(isId(other, id)).toBe(one === other);
      }),
    );
  });

  it('contains its creation time', () => {
    fc.assert(fc.property(kind, moment, (each, ms) => expect(timeOfId(newId(each, ms)).getTime()).toBe(ms)));
    expect(Math.abs(timeOfId(newId('pay')).getTime() - Date.now())).toBeLessThan(1_000);
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(kind, moment, moment, (each, one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(earlier !== later);
        expect(before(newId(each, earlier), newId(each, later))).toBe(true);
      }),
    );
  });

  it('is never below the smallest of its moment, and always below that of the next', () => {
    fc.assert(
      fc.property(kind, moment, (each, ms) => {
        const id = newId(each, ms);
        expect(before(id, smallestIdAt(each, new Date(ms)))).toBe(false);
        expect(before(id, smallestIdAt(each, new Date(ms + 1)))).toBe(true);
      }),
    );
  });

  it('is not made twice, and uses every character about equally', () => {
    const ids = Array.from({ length: 20_000 }, () => newId('order', 0));
    expect(new Set(ids).size).toBe(ids.length);
    const counts = new Map<string, number>();
    for (const character of ids.map((id) => id.slice(-9)).join(''))
      counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 180 000 draws of 62: 2 903 each, standard deviation 53. Modulo bias would put eight of them at 3 516.
    for (const count of counts.values()) expect(Math.abs(count - 2_903)).toBeLessThan(450);
  });

  it.each([
    '',
    'order_',
    'order_123',
    'order_00000000000000000',
    'order_0000000000-00000',
    'ORDER_0000000000000000',
    ' order_0000000000000000',
    'order_0000000000000000\n',
    5,
    null,
  ])('%j is none', (text) => {
    expect(isId('order', text)).toBe(false);
  });
});
