import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { readSettings } from '../../src/platform/config/config.js';
import { Config, ConfigModule } from '../../src/platform/config/config.module.js';
import { JobQueue } from '../../src/platform/queue/job-queue.js';
import { QueueModule } from '../../src/platform/queue/queue.module.js';
import { cloneTemplate } from '../support/database.js';
import { waitFor } from '../support/processes.js';

const ROWS = 200;
const SPAN_MS = 5_000;
const MERCHANT = '5f0c1d2e-0000-4000-8000-000000000000';

describe('hints, while no worker runs', () => {
  let database: { url: string; drop: () => Promise<void> };
  let db: pg.Pool;
  let module: TestingModule;
  let queue: JobQueue;
  const due = Array.from({ length: ROWS }, (_, number) => {
    const data = { merchantId: MERCHANT, deliveryId: `delivery_${number}`, endpointId: `we_${number}` };
    return { queue: 'webhooks' as const, data };
  });
  beforeAll(async () => {
    database = await cloneTemplate();
    db = new pg.Pool({ connectionString: database.url, max: 1 });
    module = await Test.createTestingModule({ imports: [ConfigModule, QueueModule.forRole('worker')] })
      .overrideProvider(Config)
      .useValue(readSettings({ DATABASE_URL: database.url }))
      .compile();
    queue = module.get(JobQueue);
    await waitFor(() => queue.reachable(), { what: 'the queue' });
  });
  let now = Date.now();
  beforeEach(async () => {
    await db.query('DELETE FROM bullmq.job');
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await module.close();
    await db.end();
    await database.drop();
  });

  /** The number of waiting jobs of each endpoint. */
  const jobs = async () =>
    (
      await db.query<{ id: string; count: string }>(
        `SELECT data::json->>'endpointId' AS id, count(*) FROM bullmq.job WHERE queue = 'webhooks' GROUP BY 1`,
      )
    ).rows.map(({ id, count }) => [id, Number(count)] as const);
  const total = (all: (readonly [string, number])[]) => all.reduce((sum, [, count]) => sum + count, 0);
  /** Waits for two more sweeps. */
  const sweep = async () => {
    now += SPAN_MS;
    await queue.hintDue(due, SPAN_MS);
    await queue.hintDue(due, SPAN_MS);
  };

  it('are one job for each endpoint that sweeps find; a few get another in turn, so none is left out and the queue does not grow', async () => {
    await sweep();
    expect(new Map(await jobs())).toEqual(new Map(due.map(({ data }) => [data.endpointId, 1])));
    for (let span = 1; span <= 20; span++) {
      await sweep();
      expect(total(await jobs())).toBe(ROWS + (span * ROWS) / 20);
    }
    expect(new Set((await jobs()).map(([, count]) => count))).toEqual(new Set([2]));
  });

  it('are sent again when the queue has lost them all', async () => {
    await sweep();
    await db.query('DELETE FROM bullmq.job');
    await sweep();
    expect(total(await jobs())).toBe(ROWS);
  });

  it('are as many as there are missing jobs', async () => {
    await sweep();
    await db.query(`DELETE FROM bullmq.job WHERE right(data::json->>'endpointId', 1) <> '7'`);
    await sweep();
    expect(total(await jobs())).toBe(ROWS);
  });

  describe('of a process', () => {
    const waiting = async (name: string) =>
      (
        await db.query<{ merchant: string }>(
          `SELECT data::json->>'merchantId' AS merchant FROM bullmq.job WHERE queue = $1 ORDER BY 1`,
          [name],
        )
      ).rows.map(({ merchant }) => merchant);
    const others = [MERCHANT, '6f0c1d2e-0000-4000-8000-000000000000'];
    const hint = async (merchantId: string, number: number) => {
      queue.hint({ queue: 'payments', data: { merchantId, paymentId: `pay_${number}` } });
      queue.hint({ queue: 'refunds', data: { merchantId, refundId: `rfnd_${number}` } });
      await queue.sent();
    };
    beforeEach(async () => {
      await db.query('DELETE FROM bullmq.dedup');
    });

    it('are one job per merchant while it waits', async () => {
      for (let number = 0; number < 5; number++) for (const merchant of others) await hint(merchant, number);
      expect([await waiting('charges'), await waiting('charge_refunds')]).toEqual([others, others]);
    });

    it('make another job as soon as a worker has begun one, even if that one still runs', async () => {
      await hint(MERCHANT, 1);
      await queue.begun('payments', { merchantId: MERCHANT, paymentId: 'pay_1' });
      await hint(MERCHANT, 2);
      expect([await waiting('charges'), await waiting('charge_refunds')]).toEqual([[MERCHANT, MERCHANT], [MERCHANT]]);
    });

    it('make another job after some seconds, should the waiting one be lost', async () => {
      await hint(MERCHANT, 1);
      await db.query('DELETE FROM bullmq.job');
      now += 6_000;
      await hint(MERCHANT, 2);
      expect(await waiting('charges')).toEqual([MERCHANT]);
    });

    it('are one job per endpoint for deliveries', async () => {
      const deliver = async (endpointId: string, number: number) => {
        queue.hint({ queue: 'webhooks', data: { merchantId: MERCHANT, deliveryId: `delivery_${number}`, endpointId } });
        await queue.sent();
      };
      for (let number = 0; number < 5; number++)
        for (const endpoint of ['we_1', 'we_2']) await deliver(endpoint, number);
      expect(total(await jobs())).toBe(2);
      await queue.begun('webhooks', { merchantId: MERCHANT, deliveryId: 'delivery_1', endpointId: 'we_1' });
      await deliver('we_1', 5);
      await deliver('we_2', 5);
      expect(total(await jobs())).toBe(3);
    });

    it('with a delay do not stand for those without', async () => {
      queue.hint({ queue: 'payments', data: { merchantId: MERCHANT, paymentId: 'pay_1' }, delayMs: 60_000 });
      await hint(MERCHANT, 2);
      expect(await waiting('charges')).toEqual([MERCHANT, MERCHANT]);
    });
  });
});
