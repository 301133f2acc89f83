import { createHash } from 'node:crypto';
import { type DataSource, In, IsNull, MoreThan, Or } from 'typeorm';
import type { Settings } from '../../platform/config/config.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';
import { ApiKey } from '../api-keys/api-key.entity.js';
import { secretPlace } from '../api-keys/api-key-secret.js';

/**
 * The merchant of demo runs; the environment may set other values. Its credentials are public, so outside demo runs the
 * gateway refuses to start with a database that has its key.
 */
export const DEMO_MERCHANT = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  name: 'Test Merchant',
  email: 'test@example.com',
  apiKey: 'key_test_abc123',
  apiSecret: 'secret_test_xyz789',
} as const;

export type DemoSettings = Pick<Settings, 'TEST_MERCHANT_EMAIL' | 'TEST_API_KEY' | 'TEST_API_SECRET' | 'DEMO_PASSWORD'>;

/** Seeds the demo merchant; repeating it changes nothing. */
export async function seedDemoMerchant(source: DataSource, secrets: SecretBox, config: DemoSettings): Promise<void> {
  const { id, name } = DEMO_MERCHANT;
  const { TEST_MERCHANT_EMAIL: email, TEST_API_KEY: key, TEST_API_SECRET: secret } = config;
  await source.query(
    `INSERT INTO merchants (id, mode, name, email) VALUES ($1, 'test', $2, $3) ON CONFLICT DO NOTHING`,
    [id, name, email],
  );
  await source.query(
    `INSERT INTO api_keys (merchant_id, id, mode, name, secret_hash, secret_cipher)
     VALUES ($1, $2, 'test', 'Demo key', $3, $4) ON CONFLICT DO NOTHING`,
    [id, key, createHash('sha256').update(secret).digest(), secrets.seal(secret, secretPlace(id, key))],
  );
}

/** Refuses to start outside demo runs while a publicly known key works. */
export async function refuseDemoMerchant(source: DataSource, { TEST_API_KEY }: DemoSettings): Promise<void> {
  const working = Or(IsNull(), MoreThan(new Date()));
  const ids = In([DEMO_MERCHANT.apiKey, TEST_API_KEY]);
  const known = await source.getRepository(ApiKey).findOneBy({ id: ids, expiresAt: working });
  if (known) {
    throw new Error(
      `DEMO=false, but the database holds the demo key ${known.id}: use a fresh database, or expire it with\n` +
        `  UPDATE api_keys SET expires_at = now() WHERE id = '${known.id}'`,
    );
  }
}
