import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { RecordedStripe } from '../support/stripe.js';

const MAX_REQUESTS = 2;
let gateway: Gateway;

/** Without a worker, so that no payment is ever decided. */
beforeAll(async () => {
  gateway = await Gateway.start({ worker: false, env: { MAX_REQUESTS: String(MAX_REQUESTS) } });
});
afterAll(() => gateway.stop());

describe('confirmations that wait for the bank', () => {
  it('do not count against the capacity for requests, and return processing in the end', async () => {
    const { client } = new RecordedStripe(gateway.port);
    const wish = { amount: 50_000, currency: 'inr', payment_method: 'pm_card_visa', confirm: true };
    const waiting: ReturnType<typeof client.paymentIntents.create>[] = [];
    for (let made = 1; made <= MAX_REQUESTS + 2; made++) {
      waiting.push(client.paymentIntents.create(wish, { maxNetworkRetries: 0 }));
      const count = async () => (await gateway.db.query('SELECT FROM payments')).rowCount;
      await waitFor(async () => (await count()) === made, { what: `payment ${made}` });
    }
    const { status } = await gateway.api.get('/api/v1/payments');
    expect(status).toBe(200);
    const intents = await Promise.all(waiting);
    for (const { status, latest_charge: charge } of intents) {
      expect([status, charge]).toEqual(['processing', expect.stringMatching(/^ch_/)]);
    }
  });
});
