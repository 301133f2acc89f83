import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cloneTemplate } from './support/database.js';
import { type Environment, start, waitFor } from './support/processes.js';

const STRONG = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
const DEMO_KEY = Buffer.from('demo key, never for real money!!').toString('base64');

/** A boot in production with everything it needs, but for what the test spoils. */
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

  /** What it says as it ends; every role reads the same settings. */
  const refusal = async (role: 'server' | 'worker' | 'migrate', spoilt: Environment): Promise<string> => {
    const boot = start(role, { ...good, ...spoilt });
    await waitFor(() => boot.child.exitCode !== null, { what: 'the end of the boot' });
    expect(boot.child.exitCode).toBe(1);
    return boot.log();
  };
  const named = (log: string) => [...log.matchAll(/^ {2}- (\w+):/gm)].map(([, name]) => name);

  it.each<[string, string, Environment]>([
    ['without a database', 'DATABASE_URL', { DATABASE_URL: '' }],
    ['without a key of encryption', 'ENCRYPTION_KEY', { ENCRYPTION_KEY: '' }],
    ["with the demo's key", 'ENCRYPTION_KEY', { ENCRYPTION_KEY: DEMO_KEY }],
    ['with figures open to all', 'METRICS_TOKEN', { METRICS_TOKEN: '' }],
    ['with a short token', 'METRICS_TOKEN', { METRICS_TOKEN: 'scrape-me' }],
    ['with outcomes that are made up', 'TEST_MODE', { TEST_MODE: 'true' }],
  ])('%s is refused, and %s is named', async (_, name, spoilt) => {
    const log = await refusal('server', spoilt);
    expect(named(log)).toEqual([name]);
    expect(log).not.toContain('    at '); // words, no stack
    for (const value of Object.values(spoilt)) if (value.length > 8) expect(log).not.toContain(value);
  });

  it('names everything at once, whichever the process is', async () => {
    const spoilt = { ENCRYPTION_KEY: '', METRICS_TOKEN: '', TEST_MODE: 'true' };
    const logs = await Promise.all((['server', 'worker', 'migrate'] as const).map((role) => refusal(role, spoilt)));
    for (const log of logs) expect(named(log)).toEqual(['ENCRYPTION_KEY', 'TEST_MODE', 'METRICS_TOKEN']);
  });

  it('on a database in which the demo key works is refused: by migrate and by server', async () => {
    for (const role of ['migrate', 'server'] as const) {
      expect(await refusal(role, {})).toContain('the database holds the demo key key_test_abc123');
    }
  });
});
