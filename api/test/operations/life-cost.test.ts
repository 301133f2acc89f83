import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FULL } from '../support/full.js';
import { type LifeCost, LifeCosts } from '../support/life-cost.js';

const LIVES = FULL ? 400 : 200;
/**
 * A tenth above what was measured last: what writes more needs a reason, and moves the bound. On PostgreSQL a busy machine
 * has up to one job a life, since fewer hints find another one waiting.
 */
const BOUNDS = {
  redis: { wal: 15_100, rowVersions: 22, indexEntries: 75 },
  postgres: { wal: 17_800, rowVersions: 29, indexEntries: 88 },
};

/** S13. The sweeper, which writes statistics and search terms, does not run. */
describe('what a whole life writes', () => {
  let lives: LifeCosts;
  beforeAll(async () => {
    lives = await LifeCosts.start();
  });
  afterAll(() => lives.stop());

  const exceeded = (cost: LifeCost, bounds: Partial<LifeCost>) =>
    Object.entries(bounds).filter(([figure, most]) => cost[figure as keyof LifeCost] > most);

  it('with the queue on PostgreSQL', async () => {
    const cost = await lives.of('postgres', LIVES);
    expect({ cost, exceeded: exceeded(cost, BOUNDS.postgres) }).toEqual({ cost, exceeded: [] });
  });

  (process.env['TEST_REDIS_URL'] ? it : it.skip)('with the queue on Redis', async () => {
    const cost = await lives.of('redis', LIVES);
    expect({ cost, exceeded: exceeded(cost, BOUNDS.redis) }).toEqual({ cost, exceeded: [] });
  });
});
