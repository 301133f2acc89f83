import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Bench } from './bench.js';
import { capturePromises } from './capture-promises.js';
import { chargePromises } from './charge-promises.js';
import type { Harness } from './harness.js';
import { lostPromises } from './lost-promises.js';
import { notificationPromises } from './notification-promises.js';
import { pagePromises } from './page-promises.js';
import { type Promised, promisesOf } from './promises.js';
import { racePromises } from './race-promises.js';
import { refundPromises } from './refund-promises.js';
import { responsePromises } from './response-promises.js';
import { sheetPromises } from './sheet-promises.js';

/** The promises by group. */
export const GROUPS: Readonly<Record<string, (promised: Promised, harness: Harness) => void>> = {
  'its sheet': sheetPromises,
  charges: chargePromises,
  pages: pagePromises,
  'capture, cancel and reverse': capturePromises,
  refunds: refundPromises,
  'lost calls': lostPromises,
  'two calls at once': racePromises,
  responses: responsePromises,
  notifications: notificationPromises,
};

/**
 * What the gateway relies on, of every connector. The sheet decides which promises are made: what it lacks is skipped, and
 * the title of the test names it.
 */
export function describeConformance(name: string, harness: Harness): void {
  const plan = harness.connect({ url: 'http://127.0.0.1:1', key: 'none', deadlineMs: 1_000 });
  describe(name, () => {
    let bench: Bench;
    beforeAll(async () => {
      bench = await Bench.open(harness);
    });
    afterEach(() => bench.wire.heal());
    afterAll(async () => {
      await bench.close();
      await plan.close();
    });
    const promised = promisesOf({ harness, connector: plan.connector }, () => bench);

    for (const [group, make] of Object.entries(GROUPS)) describe(group, () => make(promised, harness));
  });
}
