import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Bench } from './bench.js';
import { capturePromises } from './capture-promises.js';
import { chargePromises } from './charge-promises.js';
import type { Harness } from './harness.js';
import { lostPromises } from './lost-promises.js';
import { notificationPromises } from './notification-promises.js';
import { pagePromises } from './page-promises.js';
import { promisesOf } from './promises.js';
import { racePromises } from './race-promises.js';
import { refundPromises } from './refund-promises.js';
import { responsePromises } from './response-promises.js';
import { sheetPromises } from './sheet-promises.js';

/**
 * What the gateway relies on, of every connector. The sheet decides which promises are made: what it lacks is skipped, and
 * the title of the test names it.
 */
export function describeConformance(name: string, harness: Harness): void {
  const plan = harness.connect({ url: 'http://127.0.0.1:1', key: 'none', deadlineMs: 1_000 });
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

  describe(`${name}: its sheet`, () => sheetPromises(promised));
  describe(`${name}: charges`, () => chargePromises(promised));
  describe(`${name}: pages`, () => pagePromises(promised));
  describe(`${name}: capture, cancel and reverse`, () => capturePromises(promised));
  describe(`${name}: refunds`, () => refundPromises(promised));
  describe(`${name}: lost calls`, () => lostPromises(promised));
  describe(`${name}: two calls at once`, () => racePromises(promised));
  describe(`${name}: responses`, () => responsePromises(promised));
  describe(`${name}: notifications`, () => notificationPromises(promised, harness));
}
