import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { SecretBox } from '../common/secret-box.js';
import { secretPlace } from './api-key-secret.js';

/** The merchant of demo runs. Public knowledge: outside demo runs the boot refuses a database that holds its key. */
export const DEMO_MERCHANT = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  name: 'Test Merchant',
  email: 'test@example.com',
  apiKey: 'key_test_abc123',
  apiSecret: 'secret_test_xyz789',
} as const;

/** Seeds the demo merchant; repeating it changes nothing. */
export async function seedDemoMerchant(source: DataSource, secrets: SecretBox): Promise<void> {
  const { id, name, email, apiKey, apiSecret } = DEMO_MERCHANT;
  await source.query(
    `INSERT INTO merchants (id, mode, name, email) VALUES ($1, 'test', $2, $3) ON CONFLICT DO NOTHING`,
    [id, name, email],
  );
  await source.query(
    `INSERT INTO api_keys (merchant_id, id, mode, name, secret_hash, secret_cipher)
     VALUES ($1, $2, 'test', 'Demo key', $3, $4) ON CONFLICT DO NOTHING`,
    [id, apiKey, createHash('sha256').update(apiSecret).digest(), secrets.seal(apiSecret, secretPlace(id, apiKey))],
  );
}

/** Outside demo runs the well-known key must not open anything. */
export async function refuseDemoMerchant(source: DataSource): Promise<void> {
  const rows = await source.query<unknown[]>(
    `SELECT 1 FROM api_keys WHERE id = $1 AND (expires_at IS NULL OR expires_at > now())`,
    [DEMO_MERCHANT.apiKey],
  );
  if (rows.length > 0) {
    throw new Error(
      `DEMO=false, but the database holds the demo key ${DEMO_MERCHANT.apiKey}: use a fresh database, or expire it with\n` +
        `  UPDATE api_keys SET expires_at = now() WHERE id = '${DEMO_MERCHANT.apiKey}'`,
    );
  }
}
