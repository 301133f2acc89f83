import Sequencer from '@jest/test-sequencer';

/** The longest of all, where no earlier run says so. Begun last, they would leave a core idle for a minute. */
const LONGEST =
  /web-(checkout|dashboard)\/test\/(accessibility|states|transactions|roles|webhooks|pay|step-up)|(rolling-restart|kill-worker|doctor|postgres-shapes|redis-shapes|statements)\.test/;

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => LONGEST.test(path)), ...sorted.filter(({ path }) => !LONGEST.test(path))];
  }
}
