import type { DataSource } from 'typeorm';
import { DEMO_MERCHANT } from '../../../accounts/demo/demo-merchant.js';
import type { SecretBox } from '../../../platform/secrets/secret-box.js';
import { secretPlace } from './endpoint-secrets.js';

/**
 * The demo merchant's first endpoint. Its secret is fixed and public, and not valid base64: the SDK and the plain
 * signature verify it, but a strict Standard Webhooks library needs a rotated one.
 */
export const DEMO_INBOX = { id: 'we_0V00000DemoInbox', secret: 'whsec_test_abc123' } as const;

/** Only if the demo merchant has never had an endpoint, so that a deleted inbox is not created again. */
export async function seedDemoInbox(source: DataSource, secrets: SecretBox): Promise<void> {
  const { id, secret } = DEMO_INBOX;
  await source.query(
    `INSERT INTO webhook_endpoints (merchant_id, id, mode, kind, description, enabled, secret_cipher)
     SELECT $1::uuid, $2, 'test', 'inbox', 'Inbox', true, $3
     WHERE NOT EXISTS (SELECT FROM webhook_endpoints WHERE merchant_id = $1) ON CONFLICT DO NOTHING`,
    [DEMO_MERCHANT.id, id, secrets.seal(secret, secretPlace(DEMO_MERCHANT.id, id))],
  );
}
