import { describe, expect, it } from '@jest/globals';
import { DATABASE_URL, faultsOf, LIVE, STRONG_KEY } from '../../../test/support/settings.js';
import { readSettings } from './config.js';

describe('keys, passwords and tokens', () => {
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

  it.each(['', 'fifteen letters', 'a'.repeat(40)])(
    'in production a /metrics behind the token %j is refused',
    (token) => {
      const env = { ...LIVE, NODE_ENV: 'production', METRICS_TOKEN: token };
      expect(faultsOf(env)).toEqual([expect.stringContaining('- METRICS_TOKEN:')]);
      expect(faultsOf({ ...env, METRICS_PORT: '9464' })).toHaveLength(token === '' ? 0 : 1);
      expect(faultsOf({ ...env, NODE_ENV: 'development' })).toEqual([]);
    },
  );
});
