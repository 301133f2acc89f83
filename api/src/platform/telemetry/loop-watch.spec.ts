import { describe, expect, it } from '@jest/globals';
import { LoopWatch } from './loop-watch.js';

/** Whether the loop counts as late after samples at these intervals in milliseconds. */
function lateAfter(...gaps: number[]): boolean {
  let time = 0;
  const watch = new LoopWatch(() => time);
  for (const gap of gaps) {
    time += gap;
    watch.sample();
  }
  return watch.late;
}

describe('an event loop', () => {
  it.each([
    ['whose samples are in time is not late', [50, 51, 60, 149, 150, 150, 150, 150, 150, 150], false],
    ['that a burst held up for once is not late', [50, 500, 50], false],
    ['that is held up twice, with a sample in time between, is not late', [400, 50, 400], false],
    ['that stays behind is late', [50, 200, 250, 400], true],
    ['that stands still is late as soon as it moves again', [50, 700], true],
    ['that has caught up is not late any more', [2_000, 400, 60], false],
  ])('%s', (_, gaps, late) => expect(lateAfter(...gaps)).toBe(late));
});
