import { describe, expect, it } from '@jest/globals';
import { BoundedMap } from './bounded-map.js';

describe('a bounded map', () => {
  it('evicts the entry that was set longest ago', () => {
    const values = new BoundedMap<number>(2);
    values.set('a', 1);
    values.set('b', 2);
    values.set('a', 3);
    values.set('c', 4);
    expect(['a', 'b', 'c'].map((key) => values.get(key))).toEqual([3, undefined, 4]);
    values.delete('a');
    values.set('d', 5);
    expect(['a', 'c', 'd'].map((key) => values.get(key))).toEqual([undefined, 4, 5]);
  });
});
