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

describe('rows that several sweeps find due while no worker runs', () => {
  let database: { url: string; drop: () => Promise<void> };
  let db: pg.Pool;
  let module: TestingModule;
  let queue: JobQueue;
  const due = Array.from({ length: ROWS }, (_, number) => {
    const data = { merchantId: '5f0c1d2e-0000-4000-8000-000000000000', paymentId: `pay_${number}` };
    return { queue: 'payments' as const, data, id: data.paymentId };
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

  /** The number of waiting jobs of each row. */
  const jobs = async () =>
    (
      await db.query<{ id: string; count: string }>(
        `SELECT data::json->>'paymentId' AS id, count(*) FROM bullmq.job WHERE queue = 'charges' GROUP BY 1`,
      )
    ).rows.map(({ id, count }) => [id, Number(count)] as const);
  const total = (all: (readonly [string, number])[]) => all.reduce((sum, [, count]) => sum + count, 0);
  /** Waits for two more sweeps. */
  const sweep = async () => {
    now += SPAN_MS;
    await queue.hintDue(due, SPAN_MS);
    await queue.hintDue(due, SPAN_MS);
  };

  it('have one job each; a few get another in turn, so none is left out and the queue does not grow', async () => {
    await sweep();
    expect(new Map(await jobs())).toEqual(new Map(due.map(({ id }) => [id, 1])));
    for (let span = 1; span <= 20; span++) {
      await sweep();
      expect(total(await jobs())).toBe(ROWS + (span * ROWS) / 20);
    }
    expect(new Set((await jobs()).map(([, count]) => count))).toEqual(new Set([2]));
  });

  it('get a job again when the queue has lost them all', async () => {
    await sweep();
    await db.query('DELETE FROM bullmq.job');
    await sweep();
    expect(total(await jobs())).toBe(ROWS);
  });

  it('get as many hints as there are missing jobs', async () => {
    await sweep();
    await db.query(`DELETE FROM bullmq.job WHERE right(data::json->>'paymentId', 1) <> '7'`);
    await sweep();
    expect(total(await jobs())).toBe(ROWS);
  });
});
