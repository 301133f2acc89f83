import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cloneTemplate } from '../support/database.js';
import { type Environment, type GatewayProcess, start, startProgram, waitFor } from '../support/processes.js';

const WEB = fileURLToPath(new URL('../../../bin/web.mjs', import.meta.url));
const STRONG = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
const DEMO_KEY = Buffer.from('demo key, never for real money!!').toString('base64');

/** A boot in production with all required settings, except the one that the test changes. */
describe('a boot in production', () => {
  let good: Environment;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const { url, drop: dropIt } = await cloneTemplate();
    drop = dropIt;
    const token = 'a token of some length';
    good = { NODE_ENV: 'production', DEMO: '', DATABASE_URL: url, ENCRYPTION_KEY: STRONG, METRICS_TOKEN: token };
  });
  afterAll(() => drop());

  /** The output at its end; every role reads the same settings. */
  const refusal = (role: 'server' | 'worker' | 'migrate', spoilt: Environment) =>
    ended(start(role, { ...good, ...spoilt }));
  const ended = async (boot: GatewayProcess): Promise<string> => {
    await waitFor(() => boot.child.exitCode !== null, { what: 'the end of the boot' });
    expect(boot.child.exitCode).toBe(1);
    return boot.log();
  };
  const named = (log: string) => [...log.matchAll(/^ {2}- (\w+):/gm)].map(([, name]) => name);

  it.each<[string, string, Environment]>([
    ['without a database', 'DATABASE_URL', { DATABASE_URL: '' }],
    ['without an encryption key', 'ENCRYPTION_KEY', { ENCRYPTION_KEY: '' }],
    ["with the demo's key", 'ENCRYPTION_KEY', { ENCRYPTION_KEY: DEMO_KEY }],
    ['with open metrics', 'METRICS_TOKEN', { METRICS_TOKEN: '' }],
    ['with a short token', 'METRICS_TOKEN', { METRICS_TOKEN: 'scrape-me' }],
    ['with outcomes decided by a switch', 'TEST_MODE', { TEST_MODE: 'true' }],
    ['with trusted proxies that cover every address', 'TRUSTED_PROXIES', { TRUSTED_PROXIES: '0.0.0.0/1,128.0.0.0/1' }],
    ['reached over plain http', 'PUBLIC_CHECKOUT_URL', { PUBLIC_CHECKOUT_URL: 'http://pay.example.com' }],
    ['that is a demo on every address', 'HOST', { DEMO: 'true', HOST: '0.0.0.0' }],
    [
      'that is a demo with a public address',
      'PUBLIC_API_URL',
      { DEMO: 'true', PUBLIC_API_URL: 'https://localhost.evil.com' },
    ],
  ])('%s is refused, and the error names %s', async (_, name, spoilt) => {
    const log = await refusal('server', spoilt);
    expect(named(log)).toEqual([name]);
    expect(log).not.toContain('    at '); // a message, without a stack
    for (const secret of [STRONG, DEMO_KEY, spoilt['METRICS_TOKEN'] || STRONG]) expect(log).not.toContain(secret);
  });

  it('names every problem at once, in every process', async () => {
    const spoilt = { ENCRYPTION_KEY: '', METRICS_TOKEN: '', TEST_MODE: 'true' };
    const logs = await Promise.all((['server', 'worker', 'migrate'] as const).map((role) => refusal(role, spoilt)));
    for (const log of logs) expect(named(log)).toEqual(['ENCRYPTION_KEY', 'TEST_MODE', 'METRICS_TOKEN']);
  });

  it('of a web app follows the same rules', async () => {
    const addresses = { PUBLIC_CHECKOUT_URL: 'https://pay.example.com' };
    const boot = (env: Environment) =>
      ended(startProgram([WEB, 'web-checkout', 'CHECKOUT_PORT', '3001'], { ...good, ...env }));
    expect(named(await boot({ DEMO: 'true', HOST: '0.0.0.0', ...addresses }))).toEqual(['PUBLIC_CHECKOUT_URL', 'HOST']);
    expect(named(await boot({ ...addresses, TRUSTED_PROXIES: '::/0' }))).toEqual(['TRUSTED_PROXIES']);
  });

  it('on a database with a working demo key is refused, by migrate and by server', async () => {
    for (const role of ['migrate', 'server'] as const) {
      expect(await refusal(role, {})).toContain('the database holds the demo key key_test_abc123');
    }
  });
});
