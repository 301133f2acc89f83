import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { Gateway } from '../support/gateway.js';
import { startProgram } from '../support/processes.js';
import { attempt } from '../support/stripe-emulator/book.js';
import { StripeEmulator } from '../support/stripe-emulator/emulator.js';

const CHECK = fileURLToPath(new URL('../../../bin/connector-check.mjs', import.meta.url));

describe('npm run connector-check', () => {
  let stripe: StripeEmulator;
  let gateway: Gateway;
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    gateway = await Gateway.start({ env: { STRIPE_API_BASE: stripe.url } });
  });
  afterAll(async () => {
    await gateway.stop();
    await stripe.stop();
  });

  const connect = async (priority: number) => {
    const credentials = { secret_key: stripe.account() };
    const body = { connector: 'stripe', label: 'Cards', credentials, priority };
    return (await gateway.api.post('/api/v1/connector-accounts', body)).json.id as string;
  };
  /** Runs it; an operator pays on every page that it prints. */
  const run = async (...words: string[]) => {
    const env = { API_URL: gateway.baseUrl, API_KEY: 'key_test_abc123', API_SECRET: 'secret_test_xyz789' };
    const program = startProgram([CHECK, ...words], env);
    const operator = setInterval(() => {
      for (const [url] of program.log().matchAll(/http:\/\/127\.0\.0\.1:\d+\/pay\/cs_test_\w+/g))
        attempt(stripe.session(url), 'pay');
    }, 100);
    await once(program.child, 'close');
    clearInterval(operator);
    return { code: program.child.exitCode, text: program.log() };
  };

  it('names every step that held, and the one that did not: no notification arrived', async () => {
    const account = await connect(0);
    await gateway.db.query(`UPDATE connector_accounts SET priority = 9 WHERE connector = 'simulated'`);
    const { code, text } = await run('--account', account);
    expect(text).toContain('This gateway calls an emulator');
    for (const held of [
      ...['✓ Stripe responds', '✓ paid in full: 500 USD', '✓ refunded 125', '✓ refunded 375'],
      ...['✓ no more can be refunded', '✓ authorised, nothing captured', '✓ captured in part: 250'],
      '✓ an unused page is closed',
    ])
      expect(text).toContain(held);
    expect(text.match(/✗.*/g)).toEqual(['✗ notifications arrive and verify']);
    expect(code).toBe(1);
  });

  it('says what to do if another account would take the payments', async () => {
    const { code, text } = await run('--account', await connect(500));
    expect(text).toContain('give it the lowest priority number');
    expect(code).toBe(1);
  });
});
