import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATABASE_URL, faultsOf, LIVE } from '../../../test/support/settings.js';
import { readSettings } from './config.js';
import { SECRETS } from './secret-files.js';

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
      SMTP_URL: 'smtp://user:password@mail.example:587',
      SMTP_CA: '-----BEGIN CERTIFICATE-----',
      MAIL_FROM: 'gateway@gateway.example',
      REDIS_PASSWORD: 'a-password',
      REDIS_SENTINEL_PASSWORD: 'another',
      REDIS_CA: '-----BEGIN CERTIFICATE-----',
      METRICS_TOKEN: 'a token of some length',
      DEMO_PASSWORD: 'pass word',
      SIMULATED_ACQUIRER_KEY: 'acq_test_of_this_test',
      ACQUIRER_DATABASE_URL: 'postgres://acquirer@127.0.0.1/acquirer',
      ACQUIRER_ADMIN_KEY: 'acq_admin_of_this_test',
    };
    const { [name]: value, ...rest } = secret;
    const read = readSettings({ ...rest, [`${name}_FILE`]: file(name, `${value}\n`) });
    expect(read[name]).toEqual(readSettings(secret)[name]);
  });

  it('a value from a file is checked as if it were set directly', () => {
    const weak = file('weak', Buffer.alloc(32, 7).toString('base64'));
    const env = { ...LIVE, ENCRYPTION_KEY: '', ENCRYPTION_KEY_FILE: weak };
    expect(faultsOf(env)).toEqual([expect.stringContaining('- ENCRYPTION_KEY: a demo or guessable key')]);
  });

  it('an empty file and a secret that is set twice are reported beside other faults', () => {
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
