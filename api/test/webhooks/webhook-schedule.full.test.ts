import { expect, it } from '@jest/globals';
import { Gateway, redisUrl } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const DELAYS = [5_000, 10_000, 15_000, 20_000];
/** On top of the schedule's 50 seconds: four wake-ups, and the way to the receiver. */
const SPARE_MS = 2_000;

const redis = redisUrl();
const QUEUES: [name: string, env: Record<string, string>][] = [
  ['PostgreSQL', {}],
  ...(redis ? [['Redis', { REDIS_URL: redis }] as [string, Record<string, string>]] : []),
];

it.each(QUEUES)(
  'with WEBHOOK_RETRY_INTERVALS_TEST=true and the queue on %s, five attempts take 50 to 52 s',
  async (_, env) => {
    const receiver = await Receiver.start();
    receiver.behave = (__, response) => response.writeHead(500).end();
    const gateway = await Gateway.start({
      env: { WEBHOOK_RETRY_INTERVALS_TEST: 'true', SWEEP_INTERVAL: '1s', ...env },
    });
    try {
      const body = { url: receiver.url, events: ['payment.created'] };
      const { id } = (await gateway.api.post('/api/v1/webhook-endpoints', body)).json;
      await gateway.pay((await gateway.order()).id);
      const failed = await waitFor(
        async () => (await gateway.api.get(`/api/v1/webhooks?endpoint=${id}&status=failed`)).json.data[0],
        { timeoutMs: 70_000, what: 'the end of a delivery' },
      );
      expect(failed).toMatchObject({ attempts: 5, next_retry_at: null, response_code: 500 });
      const at = receiver.received.map((one) => one.at);
      const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
      process.stderr.write(`short schedule: waited ${waits.join(', ')} ms\n`);
      expect(waits).toHaveLength(DELAYS.length);
      waits.forEach((wait, index) => expect(wait).toBeGreaterThanOrEqual(DELAYS[index] ?? 0));
      expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(50_000 + SPARE_MS);
    } finally {
      await gateway.stop();
      await receiver.stop();
    }
  },
  120_000,
);
