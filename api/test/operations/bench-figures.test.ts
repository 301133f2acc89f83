import { describe, expect, it } from '@jest/globals';
import { type Figure, median, percentile, ratios, valueOf, verdictOn } from '../bench/figure.js';

const FIGURE: Figure = { id: 'S2', what: '', unit: '', goal: { least: 0.7 }, samples: [0.9, 0.6, 0.8], detail: '' };

describe('a figure of the benchmark', () => {
  it('is the median of its samples, compared with its goal', () => {
    expect(valueOf(FIGURE)).toBe(0.8);
    expect(verdictOn(FIGURE)).toBe('met');
    expect(verdictOn({ ...FIGURE, goal: { least: 0.9 } })).toBe('not met');
    expect(verdictOn({ ...FIGURE, goal: { most: 0.7 } })).toBe('not met');
  });

  it('is void if a row was lost, whatever was measured', () => {
    const lost = { ...FIGURE, lost: ['orders: 10 answers, 9 rows'] };
    expect(valueOf(lost)).toBe(0);
    expect(verdictOn(lost)).toBe('lost rows');
    expect(verdictOn({ ...lost, goal: { most: 1 } })).toBe('lost rows');
  });

  it('is not compared without samples, or on a machine that is too small', () => {
    expect(verdictOn({ ...FIGURE, samples: [] })).toBe('not judged');
    expect(verdictOn({ ...FIGURE, unjudged: '2 cores' })).toBe('not judged');
  });

  it('compares each sample with the one measured next to it', () => {
    expect(ratios([1, 4], [2, 4])).toEqual([0.5, 1]);
  });

  it('computes medians and percentiles of any number of values', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7]);
  });
});
