import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readSettings } from './config.js';
import { envExample } from './env-example.js';
import { schema } from './schema.js';
import { SECRETS } from './secret-files.js';

const DATABASE_URL = 'postgres://gateway@127.0.0.1/gateway';
const STRONG_KEY = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
const LIVE = { DATABASE_URL, DEMO: 'false', ENCRYPTION_KEY: STRONG_KEY };

/** The refusal's lines, without its heading. */
function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('settings', () => {
  it('a demo run needs the address of its database and nothing else', () => {
    expect(readSettings({ DATABASE_URL })).toMatchObject({
      DEMO: true,
      PORT: 8000,
      HOST: '127.0.0.1',
      RATE_LIMIT_KEY: 'off',
      DECLINE_LIMIT: 'off',
      RATE_LIMIT_PUBLIC: { count: 30, periodMs: 10_000 },
      RATE_LIMIT_PUBLIC_READ: { count: 120, periodMs: 10_000 },
      TEST_PROCESSING_DELAY: 500,
      BANK_TIMEOUT: 5_000,
      ACTION_TIMEOUT: 300_000,
      PAYMENT_PENDING_TIMEOUT: 900_000,
      CAPTURE_TIMEOUT: 259_200_000,
      IDEMPOTENCY_TTL: 86_400_000,
      TRUSTED_PROXIES: ['127.0.0.1', '::1'],
    });
    expect(faultsOf({})).toEqual([expect.stringContaining('DATABASE_URL')]);
  });

  it('outside demo runs limits are on and the simulated bank has no delay', () => {
    expect(readSettings(LIVE)).toMatchObject({
      DEMO: false,
      RATE_LIMIT_KEY: { count: 200, periodMs: 1_000 },
      DECLINE_LIMIT: { count: 20, periodMs: 600_000 },
      TEST_PROCESSING_DELAY: 0,
    });
  });

  it.each([
    [undefined, undefined, true],
    ['production', undefined, false],
    ['production', 'true', true],
    ['development', 'false', false],
    ['test', '', true],
  ])('NODE_ENV=%s and DEMO=%s: demo run %s', (NODE_ENV, DEMO, demo) => {
    const env = { ...LIVE, NODE_ENV, DEMO, METRICS_TOKEN: 'a token of some length' };
    expect(readSettings(env).DEMO).toBe(demo);
  });

  it('Redis has one shape, and the nodes of the others are host:port', () => {
    const nodes = { REDIS_CLUSTER_NODES: 'redis-0.redis:6379, [::1]:6380' };
    expect(readSettings({ DATABASE_URL, ...nodes }).REDIS_CLUSTER_NODES).toEqual([
      { host: 'redis-0.redis', port: 6379 },
      { host: '::1', port: 6380 },
    ]);
    expect(faultsOf({ DATABASE_URL, REDIS_SENTINELS: 'redis-0' })).toEqual([
      expect.stringContaining('REDIS_SENTINELS: must be host:port'),
    ]);
    expect(faultsOf({ DATABASE_URL, REDIS_URL: 'redis://redis', ...nodes })).toEqual([
      expect.stringContaining('REDIS_URL, REDIS_CLUSTER_NODES: are different shapes'),
    ]);
  });

  it('behind a pooler the queues need Redis or a way past it', () => {
    const pooled = { DATABASE_URL, PG_PREPARED: 'off' };
    expect(faultsOf(pooled)).toEqual([expect.stringContaining('QUEUE_DATABASE_URL: ')]);
    expect(faultsOf({ ...pooled, QUEUE_DATABASE_URL: DATABASE_URL })).toEqual([]);
    expect(faultsOf({ ...pooled, REDIS_CLUSTER_NODES: 'redis:6379' })).toEqual([]);
  });

  it('an empty variable counts as absent, and unknown ones are none of ours', () => {
    expect(readSettings({ DATABASE_URL, PORT: '', ENCRYPTION_KEY: '', HOME: '/nowhere' }).PORT).toBe(8000);
  });

  it('a refused boot names every variable at fault, not the first alone', () => {
    const bad = {
      DEMO: 'yes',
      DATABASE_POOL_SIZE: '1',
      PG_PREPARED: 'maybe',
      PORT: '70000',
      PUBLIC_API_URL: 'somewhere',
      TRUSTED_PROXIES: '10.0.0.0/33',
      LOG_LEVEL: 'loud',
      BANK_TIMEOUT: '5',
      WORKER_CONCURRENCY: '1.5',
      WEBHOOK_RETRY_SCHEDULE: '0s,soon',
      WEBHOOK_RETRY_SCHEDULE_TEST: 'x',
      WEBHOOK_ALLOWED_CIDRS: 'intranet',
      WEBHOOK_ALLOW_PRIVATE: '1',
      RATE_LIMIT_KEY: '0/s',
      RATE_LIMIT_PUBLIC: 'many',
      TEST_PROCESSING_DELAY: '-1',
      CARD_SUCCESS_RATE: '1.01',
      UPI_SUCCESS_RATE: 'half',
    };
    const faults = faultsOf({ DATABASE_URL, ...bad });
    expect(faults.map((line) => /^ {2}- (\w+): .+/.exec(line)?.[1]).sort()).toEqual(Object.keys(bad).sort());
  });

  it('TRUSTED_PROXIES and WEBHOOK_ALLOWED_CIDRS take addresses and ranges of both families', () => {
    const { TRUSTED_PROXIES, WEBHOOK_ALLOWED_CIDRS } = readSettings({
      DATABASE_URL,
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      WEBHOOK_ALLOWED_CIDRS: 'fd00::/8,192.168.1.7',
    });
    expect(TRUSTED_PROXIES).toEqual(['10.0.0.0/8', '::1']);
    expect(WEBHOOK_ALLOWED_CIDRS).toEqual(['fd00::/8', '192.168.1.7']);
    expect(faultsOf({ DATABASE_URL, TRUSTED_PROXIES: 'fe80::1%eth0' })).toEqual([
      expect.stringContaining('TRUSTED_PROXIES: must be addresses or CIDRs'),
    ]);
  });

  it.each([
    ['missing', undefined],
    ["the demo's", Buffer.from('demo key, never for real money!!').toString('base64')],
    ["the demo's, spelt another way", Buffer.from('demo key, never for real money!!').toString('base64url')],
    ['one byte over and over', Buffer.alloc(32, 7).toString('base64')],
    ['a short pattern', Buffer.from('secretsecretsecretsecretsecretse').toString('base64')],
    ['too short', Buffer.from('short').toString('base64')],
    ['one good and one weak of a ring', `${STRONG_KEY},${Buffer.alloc(32).toString('base64')}`],
  ])('DEMO=false refuses an encryption key that is %s', (_, ENCRYPTION_KEY) => {
    expect(faultsOf({ ...LIVE, ENCRYPTION_KEY })).toEqual([expect.stringContaining('- ENCRYPTION_KEY:')]);
  });

  it('a ring of strong keys is taken as it is', () => {
    const ring = `${STRONG_KEY},${Buffer.from(STRONG_KEY).subarray(0, 32).toString('base64')}`;
    expect(readSettings({ ...LIVE, ENCRYPTION_KEY: ring }).ENCRYPTION_KEY).toBe(ring);
  });

  it('a demo run takes a weak key but no broken one', () => {
    const weak = Buffer.alloc(32, 7).toString('base64');
    expect(readSettings({ DATABASE_URL, ENCRYPTION_KEY: weak }).ENCRYPTION_KEY).toBe(weak);
    expect(faultsOf({ DATABASE_URL, ENCRYPTION_KEY: 'not a key' })).toEqual([
      expect.stringContaining('ENCRYPTION_KEY'),
    ]);
  });

  it('outside demo runs TEST_MODE is refused, and in production an open /metrics', () => {
    const faults = faultsOf({ ...LIVE, NODE_ENV: 'production', TEST_MODE: 'true', ENCRYPTION_KEY: undefined });
    expect(faults.map((line) => /- (\w+):/.exec(line)?.[1])).toEqual(['ENCRYPTION_KEY', 'TEST_MODE', 'METRICS_TOKEN']);
  });

  it.each([
    ['DATABASE_URL', 'postgres://gateway_app:app_demo@postgres:5432/payment_gateway', 'POSTGRES_APP_PASSWORD'],
    ['DATABASE_URL', 'postgres://gateway_user:gateway_demo@postgres:5432/payment_gateway', 'POSTGRES_APP_PASSWORD'],
    ['DATABASE_URL', 'postgres://gateway_user:%67ateway_demo@postgres:5432/payment_gateway', 'POSTGRES_APP_PASSWORD'],
    ['MIGRATION_DATABASE_URL', 'postgres://gateway_user:gateway_pass@postgres/payment_gateway', 'POSTGRES_PASSWORD'],
    ['QUEUE_DATABASE_URL', 'postgres://gateway_app:app_demo@postgres/payment_gateway', 'one of your own'],
    ['REDIS_URL', 'redis://:redis_demo@redis:6379', 'one of your own'],
    ['REDIS_PASSWORD', 'redis_demo', 'REDIS_PASSWORD'],
  ])('DEMO=false refuses the password of demo runs in %s', (name, value, mend) => {
    expect(faultsOf({ ...LIVE, [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`- ${name}: the password of demo runs is refused.* ${mend}`)),
    ]);
    expect(faultsOf({ DATABASE_URL, [name]: value })).toEqual([]);
  });

  it('a demo by accident does not start: who can reach it is judged by HOST and the public addresses', () => {
    const accident = {
      DATABASE_URL,
      NODE_ENV: 'production',
      DEMO: 'true',
      HOST: '0.0.0.0',
      PUBLIC_API_URL: 'https://api.example.com',
      PUBLIC_CHECKOUT_URL: 'https://pay.example.com',
      PUBLIC_DASHBOARD_URL: 'https://dashboard.example.com',
    };
    const names = (env: NodeJS.ProcessEnv) => faultsOf(env).map((line) => /- (\w+):/.exec(line)?.[1]);
    const urls = ['PUBLIC_API_URL', 'PUBLIC_CHECKOUT_URL', 'PUBLIC_DASHBOARD_URL'];
    expect(names(accident)).toEqual([...urls, 'HOST']);
    expect(names({ ...accident, PUBLISHED_ON_LOOPBACK: 'true' })).toEqual(urls);
    expect(names({ DATABASE_URL, HOST: '0.0.0.0' })).toEqual(['HOST']);
    expect(names({ DATABASE_URL, HOST: '0.0.0.0', PUBLISHED_ON_LOOPBACK: 'true' })).toEqual([]);
    const live = { ...accident, ...LIVE, METRICS_TOKEN: 'a token of some length' };
    expect(names(live)).toEqual([]);
    expect(names({ ...live, TRUSTED_PROXIES: '0.0.0.0/0' })).toEqual(['TRUSTED_PROXIES']);
    expect(names({ ...live, PUBLIC_API_URL: 'http://api.example.com' })).toEqual(['PUBLIC_API_URL']);
  });

  it.each(['', 'fifteen letters', 'a'.repeat(40)])(
    'in production a /metrics behind the token %j is refused',
    (token) => {
      const env = { ...LIVE, NODE_ENV: 'production', METRICS_TOKEN: token };
      expect(faultsOf(env)).toEqual([expect.stringContaining('- METRICS_TOKEN:')]);
      expect(faultsOf({ ...env, METRICS_PORT: '9464' })).toHaveLength(token === '' ? 0 : 1);
      expect(faultsOf({ ...env, NODE_ENV: 'development' })).toEqual([]);
    },
  );

  it('a refusal never quotes a secret', () => {
    const secret = 'c2VjcmV0LXRoYXQtbXVzdC1ub3QtYmUtcXVvdGVk';
    expect(faultsOf({ ...LIVE, ENCRYPTION_KEY: secret }).join('\n')).not.toContain(secret);
  });
});

describe('secrets in files', () => {
  let folder: string;
  const file = (name: string, content: string) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'payment-gateway-secrets-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(SECRETS)('%s_FILE names the file that holds it', (name) => {
    const secret = {
      ...LIVE,
      MIGRATION_DATABASE_URL: 'postgres://owner@127.0.0.1/gateway',
      DATABASE_REPLICA_URLS: 'postgres://gateway@replica/gateway',
      QUEUE_DATABASE_URL: 'postgres://gateway@primary/gateway',
      REDIS_URL: 'redis://redis:6379',
      REDIS_PASSWORD: 'a-password',
      REDIS_SENTINEL_PASSWORD: 'another',
      REDIS_CA: '-----BEGIN CERTIFICATE-----',
      METRICS_TOKEN: 'a token of some length',
      DEMO_PASSWORD: 'pass word',
    };
    const { [name]: value, ...rest } = secret;
    const read = readSettings({ ...rest, [`${name}_FILE`]: file(name, `${value}\n`) });
    expect(read[name]).toEqual(readSettings(secret)[name]);
  });

  it('what a file holds is judged as if it were set', () => {
    const weak = file('weak', Buffer.alloc(32, 7).toString('base64'));
    const env = { ...LIVE, ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: weak };
    expect(faultsOf(env)).toEqual([expect.stringContaining('- ENCRYPTION_KEY: a demo or guessable key')]);
  });

  it('a file that says nothing, and a secret that is set twice, refuse the boot beside other faults', () => {
    const faults = faultsOf({
      DATABASE_URL,
      DATABASE_URL_FILE: file('url', DATABASE_URL),
      ENCRYPTION_KEY_FILE: path.join(folder, 'nowhere'),
      METRICS_TOKEN_FILE: file('empty', '\n'),
      REDIS_URL_FILE: '',
      PORT: 'none',
    });
    expect(faults).toEqual([
      expect.stringContaining('- DATABASE_URL_FILE: DATABASE_URL is set as well'),
      expect.stringMatching(/- METRICS_TOKEN_FILE: .* is empty/),
      expect.stringMatching(/- ENCRYPTION_KEY_FILE: .*nowhere cannot be read \(ENOENT\)/),
      expect.stringContaining('- PORT:'),
    ]);
  });
});

describe('.env.example', () => {
  it('lists every variable of the schema, in its order, with its default', () => {
    const listed = [...envExample().matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(([, name]) => name);
    expect(listed).toEqual(Object.keys(schema.shape));
  });

  it('read as an environment it sets nothing but the defaults', () => {
    const set = Object.fromEntries(
      [...envExample().matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(Object.keys(set).length).toBeGreaterThan(20);
    expect(readSettings({ ...set, DATABASE_URL })).toEqual(readSettings({ DATABASE_URL }));
  });

  it('the file at the root is the schema’s', () => {
    expect(readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')).toBe(envExample());
  });
});
