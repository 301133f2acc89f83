import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';
import { expectNothingLost, startPayments } from '../support/load.js';
import { PostgresOnSmallDisk } from '../support/postgres-shapes.js';
import { start, waitFor } from '../support/processes.js';

const DATABASE = 'gateway';

const disk = await PostgresOnSmallDisk.start(DATABASE);
const onSmallDisk = disk ? describe : describe.skip;

onSmallDisk('when the disk of the database is full (skipped if no tmpfs can be mounted)', () => {
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

  it('writes are refused, and when there is space again every object with a 201 exists and reaches its final status', async () => {
    const load = startPayments(gateway, { refusals: true });
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
    await waitFor(() => load.accepted() > before + 50, { what: 'load after space was freed', timeoutMs: 60_000 });
    await expectNothingLost(gateway, await load.stop());
  });
});
