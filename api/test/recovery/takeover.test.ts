import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBank } from '../support/bank.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { type GatewayProcess, waitFor } from '../support/processes.js';

/** Long enough for a busy machine to take every payment to the bank before the first lease ends. */
const BANK_TIMEOUT_MS = 3_000;
const LEASE_MS = 2 * BANK_TIMEOUT_MS;
/** More than one worker processes at a time, so that both have some. */
const PAYMENTS = 22;
const OF_EACH = 16;

interface Claimed {
  id: string;
  lease: Date;
}
interface Ended {
  id: string;
  status: string;
  fence: number;
  ended: Date;
}

describe('the payments of a killed worker', () => {
  let gateway: Gateway;
  let dying: GatewayProcess;
  beforeAll(async () => {
    const env = { BANK_TIMEOUT: `${BANK_TIMEOUT_MS}ms`, SWEEP_INTERVAL: '1s', WORKER_CONCURRENCY: String(OF_EACH) };
    gateway = await Gateway.start({ worker: false, env });
    const [one] = await Promise.all([gateway.startWorker(), gateway.startWorker()]);
    dying = one;
  });
  afterAll(() => gateway.stop());

  it('are taken over by a running worker within the lease (twice BANK_TIMEOUT) plus 2 s', async () => {
    const orders = await Promise.all(Array.from({ length: PAYMENTS }, () => gateway.order()));
    const release = await stopBank(gateway);
    let claimed: Claimed[];
    try {
      const ids = await Promise.all(orders.map(async ({ id }): Promise<string> => (await gateway.pay(id)).id));
      claimed = await waitFor(
        async () => {
          const text = `SELECT payment_id AS id, lease_until AS lease FROM charges
            WHERE payment_id = ANY ($1) AND lease_until > now()`;
          const { rows } = await gateway.db.query<Claimed>(text, [ids]);
          return rows.length === PAYMENTS && rows;
        },
        { what: 'all payments at the bank' },
      );
      await dying.kill();
    } finally {
      await release();
    }
    await gateway.ended(claimed.map(({ id }) => id));
    const { rows } = await gateway.db.query<Ended>(`SELECT p.id, p.status, c.fence, p.updated_at AS ended
      FROM payments p JOIN charges c ON c.id = p.charge_id`);
    expect(rows.filter(({ status }) => status !== 'success')).toEqual([]);
    const taken = rows.filter(({ fence }) => fence > 1);
    expect(taken.length).toBeGreaterThanOrEqual(PAYMENTS - OF_EACH);
    const after = taken.map(({ id, ended }) => {
      const lease = claimed.find((one) => one.id === id)?.lease ?? ended;
      return ended.getTime() - lease.getTime() + LEASE_MS;
    });
    process.stderr.write(
      `takeover: ${taken.length} payments of a dead worker ended ${Math.max(...after)} ms (slowest) after it had claimed them\n`,
    );
    expect(Math.max(...after)).toBeLessThanOrEqual(LEASE_MS + 2_000);
    for (const { id } of rows) expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it('leave a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
