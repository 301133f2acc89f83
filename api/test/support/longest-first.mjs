import Sequencer from '@jest/test-sequencer';

const IN_A_BROWSER = /\/web-[a-z]+\/test\//;
/** The longest files, if no earlier run has recorded times. Started last, they would leave a core idle for a minute. */
const LONGEST =
  /\/web-[a-z]+\/test\/(accessibility|states|transactions|webhooks)|(kill-worker|statements|statistics|metrics|idempotency|one-charge|docs|fuzz|postman)\.test/;
/** Between two files that keep a core busy with a browser, this many that mostly wait. */
const BETWEEN = 4;

/** Longest first, with browsers spread over the run: two at once are more than two cores can serve. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const ordered = [
      ...sorted.filter(({ path }) => LONGEST.test(path)),
      ...sorted.filter(({ path }) => !LONGEST.test(path)),
    ];
    const others = ordered.filter(({ path }) => !IN_A_BROWSER.test(path));
    const spread = ordered
      .filter(({ path }) => IN_A_BROWSER.test(path))
      .flatMap((test) => [test, ...others.splice(0, BETWEEN)]);
    return [...spread, ...others];
  }
}
