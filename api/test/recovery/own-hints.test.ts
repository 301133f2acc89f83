import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const UPI = { method: 'upi', vpa: 'success@upi' };

describe('a worker and the webhooks of its own results (WEBHOOK_CONCURRENCY 4: one starts at once, three through the queue)', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { WEBHOOK_CONCURRENCY: '4', SWEEP_INTERVAL: '1m' } });
    receiver = await Receiver.start();
    await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url, events: ['payment.success'] });
  });
  beforeEach(() => {
    receiver.received.length = 0;
  });
  afterAll(async () => {
    await receiver.stop();
    await gateway.stop();
  });

  const jobs = async () =>
    (
      await gateway.db.query<{ count: number }>(
        `SELECT count(*) AS count FROM bullmq.event WHERE queue = 'webhooks' AND event = 'added'`,
      )
    ).rows[0]?.count ?? NaN;
  const pay = async () => gateway.pay((await gateway.order()).id, UPI);

  it('results one after the other: their webhooks are sent without a job', async () => {
    for (let n = 1; n <= 5; n++) {
      await pay();
      await waitFor(() => receiver.received.length === n);
    }
    expect(await jobs()).toBe(0);
  });

  it('beyond the limit of direct starts they go through the queue, and each is sent once', async () => {
    const held: ServerResponse[] = [];
    receiver.behave = (_, response) => void held.push(response);
    await pay();
    await waitFor(() => held.length === 1);
    await pay();
    await pay();
    await waitFor(() => held.length === 3);
    expect([1, 2]).toContain(await jobs()); // one, if the second was written before a worker began the first
    for (const response of held) response.end();
    const done = `SELECT FROM webhook_logs WHERE status = 'success'`;
    await waitFor(async () => (await gateway.db.query(done)).rowCount === 5 + 3);
    expect(receiver.received).toHaveLength(3);
  });

  it('a worker that receives SIGTERM finishes the deliveries it has started', async () => {
    receiver.behave = (_, response) => void setTimeout(() => response.end(), 1_000);
    await pay();
    await waitFor(() => receiver.received.length === 1);
    await gateway.workers[0]?.stop();
    const { rows } = await gateway.db.query(`SELECT attempts, status FROM webhook_logs ORDER BY id DESC LIMIT 1`);
    expect(rows).toEqual([{ attempts: 1, status: 'success' }]);
  });
});
