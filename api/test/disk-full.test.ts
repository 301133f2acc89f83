import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from './support/envelope.js';
import { Gateway } from './support/gateway.js';
import { brokenPromises } from './support/invariants.js';
import { payUntilTold } from './support/load.js';
import { PostgresOnSmallDisk } from './support/postgres-shapes.js';
import { start, waitFor } from './support/processes.js';

const DATABASE = 'gateway';

const disk = await PostgresOnSmallDisk.start(DATABASE);
const onSmallDisk = disk ? describe : describe.skip;

onSmallDisk('when the disk of the database is full (skipped where no tmpfs may be mounted)', () => {
  const { server } = disk as PostgresOnSmallDisk;
  let gateway: Gateway;
  beforeAll(async () => {
    const url = server.adminUrl(DATABASE);
    const migration = start('migrate', { DATABASE_URL: url });
    await once(migration.child, 'exit');
    gateway = await Gateway.start({ database: () => Promise.resolve({ url, drop: () => Promise.resolve() }) });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await disk?.stop();
    }
  });

  it('writes are refused, and when there is room again all that was answered with 201 is there and ends well', async () => {
    const load = payUntilTold(gateway, { refusals: true });
    await waitFor(() => load.accepted() > 50, { what: 'load' });
    disk?.fill();
    const refused = await waitFor(
      async () => {
        const reply = await gateway.api.post('/api/v1/orders', { amount: 100 });
        return reply.status === 201 ? null : reply;
      },
      { what: 'a refusal' },
    );
    expectRefusal(refused, { status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    await disk?.makeRoom();
    const before = load.accepted();
    await waitFor(() => load.accepted() > before + 50, { what: 'load after the room', timeoutMs: 60_000 });
    const { orders, payments } = await load.stop();
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM orders UNION ALL SELECT id FROM payments');
    const there = new Set(rows.map(({ id }) => id));
    expect([...orders, ...payments].filter((id) => !there.has(id))).toEqual([]);
    const ended = await gateway.ended(payments, { timeoutMs: 45_000 });
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    expect(await brokenPromises(gateway)).toEqual({});
  });
});
