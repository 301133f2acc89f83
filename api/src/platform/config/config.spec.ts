import { describe, expect, it } from '@jest/globals';
import { DATABASE_URL, faultsOf, LIVE } from '../../../test/support/settings.js';
import { readSettings } from './config.js';

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

  it('an empty variable counts as absent, and unknown ones are ignored', () => {
    expect(readSettings({ DATABASE_URL, PORT: '', ENCRYPTION_KEY: '', HOME: '/nowhere' }).PORT).toBe(8000);
  });

  it('a rejected boot names every faulty variable, not only the first', () => {
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

  it('a demo run that others can reach does not start: HOST and the public addresses decide', () => {
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

  it('an error message never quotes a secret', () => {
    const secret = 'c2VjcmV0LXRoYXQtbXVzdC1ub3QtYmUtcXVvdGVk';
    expect(faultsOf({ ...LIVE, ENCRYPTION_KEY: secret }).join('\n')).not.toContain(secret);
  });
});
