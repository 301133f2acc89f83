import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { stopBank } from '../support/bank.js';
import { inFull } from '../support/full.js';
import { Gateway, redisUrl } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

/** The maximum delay between the end of the lease and the takeover. */
const MAX_DELAY_MS = 2_000;

const REDIS_URL = redisUrl();
const queues: [string, Record<string, string>][] = [['PostgreSQL', {}]];
if (REDIS_URL) queues.push(['Redis', { REDIS_URL }]);

describe.each(queues)(
  'with the queue on %s, the work of a killed worker is taken over within its lease plus 2 s:',
  (_, queue) => {
    let gateway: Gateway;
    let receiver: Receiver;
    beforeAll(async () => {
      if (queue['REDIS_URL']) {
        const redis = new Redis(queue['REDIS_URL']);
        await redis.flushdb();
        redis.disconnect();
      }
      const env = { BANK_TIMEOUT: '2s', WEBHOOK_TIMEOUT: '1s', SWEEP_INTERVAL: '1s', ...queue };
      [gateway, receiver] = await Promise.all([Gateway.start({ env }), Receiver.start()]);
    });
    afterAll(async () => {
      await gateway.stop();
      await receiver.stop();
    });

    /**
     * Waits until one worker holds the row, starts another, kills the first, and measures from the end of the lease, or
     * from the start of the other if that is later.
     */
    async function takeOver(table: string, id: string, heal: () => unknown, done: string): Promise<number> {
      const row = async () =>
        (
          await gateway.db.query<{ lease: Date | null; status: string; ended: Date }>(
            `SELECT ${table === 'refunds' ? 'call_lease_until' : 'lease_until'} AS lease, status, updated_at AS ended
            FROM ${table} WHERE id = $1`,
            [id],
          )
        ).rows[0];
      const lease = await waitFor(async () => (await row())?.lease, { what: 'a lease' });
      const dying = gateway.workers.at(-1);
      const living = gateway.startWorker();
      await dying?.kill();
      await Promise.all([heal(), living]);
      const free = Math.max(lease.getTime(), Date.now());
      const ended = await waitFor(async () => {
        const now = await row();
        return now?.status === done && now.ended;
      });
      return ended.getTime() - free;
    }
    const tell = (what: string, ms: number) =>
      process.stderr.write(`takeover: a dead worker's ${what} ended ${ms} ms after its lease\n`);

    // The queue only brings hints: with Redis one kind of work stands for all but in `npm run test:full`.
    const itForEach = queue['REDIS_URL'] ? inFull : it;
    itForEach('a refund', async () => {
      const { id: paymentId } = await gateway.captured();
      const release = await stopBank(gateway);
      const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: paymentId })).json;
      const late = await takeOver('refunds', refund.id, release, 'processed');
      tell('refund', late);
      expect(late).toBeLessThanOrEqual(MAX_DELAY_MS);
      expect(await gateway.ledger(paymentId)).toHaveLength(2);
    });

    it('a delivery', async () => {
      await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url, events: ['payment.created'] });
      receiver.behave = () => undefined;
      await gateway.pay((await gateway.order()).id);
      await waitFor(() => receiver.received.length === 1);
      const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM webhook_logs WHERE event = $1', [
        'payment.created',
      ]);
      const heal = () => void (receiver.behave = (_request, response) => response.writeHead(200).end());
      const late = await takeOver('webhook_logs', rows[0]?.id ?? '', heal, 'success');
      tell('delivery', late);
      expect(late).toBeLessThanOrEqual(MAX_DELAY_MS);
      expect(receiver.received).toHaveLength(2);
    });

    it('leaves a balanced ledger', async () => {
      expect(await violatedInvariants(gateway)).toEqual({});
    });
  },
);
