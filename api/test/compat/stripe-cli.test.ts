import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';
import { DEMO_SECRET, RecordedStripe } from '../support/stripe.js';

/** The unmodified program of Stripe, one of the tools that CI installs. */
const packageName = `@stripe/cli-${process.platform}-${process.arch}`;
const PROGRAM = path.join(process.env['TEST_CI_TOOLS'] ?? '', packageName, 'bin', 'stripe');
const isInstalled = existsSync(PROGRAM);
/** Nothing leaves this machine: it would look for newer versions of itself. */
const NO_NETWORK = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };

(isInstalled ? describe : describe.skip)('the command line of Stripe', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  let home: string;
  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([Gateway.start(), Receiver.start()]);
    home = await mkdtemp(path.join(tmpdir(), 'stripe-cli-'));
    const { client } = new RecordedStripe(gateway.port);
    await client.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
    await rm(home, { recursive: true });
  });

  it.each([
    ...[
      'payment_intent.created',
      'payment_intent.succeeded',
      'payment_intent.payment_failed',
      'payment_intent.canceled',
    ],
    ...['payment_intent.requires_action', 'payment_intent.amount_capturable_updated'],
    ...['charge.succeeded', 'charge.captured', 'charge.refunded', 'charge.refund.updated'],
    ...['customer.created', 'customer.updated', 'customer.deleted'],
  ])('trigger %s: the webhook arrives', async (type) => {
    const seen = receiver.received.length;
    const words = ['trigger', type, '--api-base', gateway.baseUrl, '--api-key', `sk_test_${DEMO_SECRET}`];
    const env = { HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1', ...NO_NETWORK };
    await promisify(execFile)(PROGRAM, words, { env });
    const types = () => receiver.received.slice(seen).map(({ body }) => (JSON.parse(body) as { type: string }).type);
    await waitFor(() => types().includes(type), { what: type });
    expect(types()).toContain(type);
  });
});
