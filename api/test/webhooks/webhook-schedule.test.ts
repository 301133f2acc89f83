import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { type Received, Receiver } from '../support/receiver.js';

/** Delay before each attempt, in ms: the schedule, compressed. */
const SCHEDULE = [0, 700, 1_400, 900, 500];
const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');
const verify = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

describe('the times of delivery attempts', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  beforeAll(async () => {
    const WEBHOOK_RETRY_SCHEDULE_TEST = SCHEDULE.map((ms) => `${ms}ms`).join(',');
    gateway = await Gateway.start({ env: { WEBHOOK_RETRY_SCHEDULE_TEST, WEBHOOK_TIMEOUT: '15s' } });
  });
  afterAll(() => gateway.stop());
  afterEach(async () => {
    await gateway.db.query('UPDATE webhook_endpoints SET enabled = false');
    await receiver.stop();
  });

  async function endpoint(): Promise<{ id: string; secret: string }> {
    receiver = await Receiver.start();
    const body = { url: receiver.url, events: ['payment.created'] };
    return (await gateway.api.post('/api/v1/webhook-endpoints', body)).json;
  }
  const delivery = async (endpointId: string) =>
    (await gateway.api.get(`/api/v1/webhooks?endpoint=${endpointId}`)).json.data[0];
  const ended = (endpointId: string, status: string) =>
    waitFor(async () => {
      const one = await delivery(endpointId);
      return one?.status === status && one;
    });

  it('the receiver gets no attempt early, and no more than the schedule has', async () => {
    const { id } = await endpoint();
    receiver.behave = (_, response) => response.writeHead(500).end();
    const accepted = Date.now();
    await gateway.pay((await gateway.order()).id);
    expect(await ended(id, 'failed')).toMatchObject({ attempts: SCHEDULE.length, next_retry_at: null });
    const at = receiver.received.map((one) => one.at);
    expect(at).toHaveLength(SCHEDULE.length);
    const waits = at.map((time, attempt) => time - (at[attempt - 1] ?? accepted));
    process.stderr.write(`schedule: waited ${waits.join(', ')} ms for ${SCHEDULE.join(', ')} ms\n`);
    waits.forEach((wait, attempt) => expect(wait).toBeGreaterThanOrEqual(SCHEDULE[attempt] ?? 0));
    // Nothing more is due, so no attempt can follow: a failed delivery has no next attempt.
    const { rows } = await gateway.db.query(`SELECT FROM webhook_logs WHERE endpoint_id = $1 AND status = 'pending'`, [
      id,
    ]);
    expect(rows).toEqual([]);
  });

  it('if a secret rotates between two attempts, each verifies with the secrets valid at that time, in both schemes', async () => {
    const { id, secret: old } = await endpoint();
    const answers: (() => void)[] = [];
    receiver.behave = (_, response) =>
      void answers.push(() => response.writeHead(answers.length < 3 ? 500 : 200).end());
    await gateway.pay((await gateway.order()).id);
    await waitFor(() => answers.length === 1);
    const { secret: fresh } = (
      await gateway.api.post(`/api/v1/webhook-endpoints/${id}/rotate-secret`, { overlap: 3_600 })
    ).json;
    answers[0]?.();
    await waitFor(() => answers.length === 2);
    await gateway.db.query(`UPDATE webhook_endpoints SET previous_secret_until = now() WHERE id = $1`, [id]);
    answers[1]?.();
    await waitFor(() => answers.length === 3);
    answers[2]?.();
    await ended(id, 'success');
    const [before, during, after] = receiver.received as [Received, Received, Received];
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const valid: [Received, string[], string[]][] = [
      [before, [old], [fresh]],
      [during, [fresh, old], []],
      [after, [fresh], [old]],
    ];
    for (const [received, good, bad] of valid) {
      for (const secret of good) expect(verify(secret, received)).toEqual(JSON.parse(received.body));
      for (const secret of bad) expect(() => verify(secret, received)).toThrow();
      const { headers, body } = received;
      expect([headers['x-webhook-signature'], headers['x-webhook-signature-previous']]).toEqual([
        hmac(good[0] ?? '', body),
        good[1] && hmac(good[1], body),
      ]);
      const key = Buffer.from((good[0] ?? '').slice('whsec_'.length), 'base64');
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
      expect(String(headers['webhook-signature']).split(' ')).toContain(
        `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
      );
    }
  });

  it('an attempt sent by a stopping worker counts; the next follows the schedule', async () => {
    const { id } = await endpoint();
    receiver.behave = (_, response) => void (receiver.received.length > 1 && response.writeHead(200).end());
    await gateway.pay((await gateway.order()).id);
    await waitFor(() => receiver.received.length === 1);
    await gateway.workers.at(-1)?.stop();
    await gateway.startWorker();
    expect(await ended(id, 'success')).toMatchObject({ attempts: 2 });
    expect(receiver.received).toHaveLength(2);
    const { history } = (await gateway.api.get(`/api/v1/webhooks/${(await delivery(id)).id}`)).json;
    expect(history[0]).toMatchObject({ attempt: 1, error: 'shutting_down' });
  });
});

it('with WEBHOOK_RETRY_INTERVALS_TEST a retry is sent on time, without jitter, and without the sweeper', async () => {
  const receiver = await Receiver.start();
  const gateway = await Gateway.start({ env: { WEBHOOK_RETRY_INTERVALS_TEST: 'true', SWEEP_INTERVAL: '10m' } });
  try {
    receiver.behave = (_, response) => response.writeHead(receiver.received.length < 2 ? 500 : 200).end();
    const body = { url: receiver.url, events: ['payment.created'] };
    const { id } = (await gateway.api.post('/api/v1/webhook-endpoints', body)).json;
    await gateway.pay((await gateway.order()).id);
    const failed = await waitFor(async () => {
      const [one] = (await gateway.api.get(`/api/v1/webhooks?endpoint=${id}`)).json.data;
      return one?.response_code === 500 && (await gateway.api.get(`/api/v1/webhooks/${one.id}`)).json;
    });
    expect(Date.parse(failed.next_retry_at) - Date.parse(failed.history[0].created_at)).toBe(5_000);
    await waitFor(() => receiver.received.length === 2, { timeoutMs: 10_000 });
    const [first, second] = receiver.received.map(({ at }) => at) as [number, number];
    expect(second - first).toBeGreaterThanOrEqual(5_000);
    expect(second - first).toBeLessThan(6_000);
  } finally {
    await gateway.stop();
    await receiver.stop();
  }
});
