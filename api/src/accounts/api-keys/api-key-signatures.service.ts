import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { secretPlace } from './api-key-secret.js';

const SEALED = statement(
  'api_keys_sealed_secret',
  `SELECT secret_cipher AS sealed FROM api_keys
   WHERE merchant_id = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now())`,
);

/** Signs with the secret of a key, for APIs whose clients verify with it. */
@Injectable()
export class ApiKeySignatures {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
  ) {}

  /**
   * Hex HMAC-SHA256 of the text with the secret of the merchant's working key. Keys of which only a hash is stored cannot
   * sign.
   */
  async sign(merchantId: string, keyId: string, text: string): Promise<string> {
    const [key] = await this.database.query<{ sealed: string | null }>(SEALED, [merchantId, keyId]);
    if (!key) throw new ApiError('api_key_not_found', 'API key not found');
    if (key.sealed === null) {
      throw new ApiError('key_cannot_sign', `Only a hash of the secret of ${keyId} is stored: roll the key`);
    }
    const secret = this.secrets.open(key.sealed, secretPlace(merchantId, keyId));
    return createHmac('sha256', secret).update(text).digest('hex');
  }
}
