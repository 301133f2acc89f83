import Sequencer from '@jest/test-sequencer';

/** By far the longest of a web app. Begun last, it would leave one core idle for minutes. */
const LONGEST = /accessibility/;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => LONGEST.test(path)), ...sorted.filter(({ path }) => !LONGEST.test(path))];
  }
}
