import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { Caller } from '../access/caller.js';
import type { ReturnSecretDto } from './return-secret.dto.js';
import { newReturnSecret, returnSecretPlace } from './return-secret.js';
import * as sql from './return-secret.queries.js';

/** The secret with which a merchant's server verifies the URLs that the checkout redirects shoppers to. */
@Injectable()
export class ReturnSecretsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly secrets: SecretBox,
  ) {}

  /** The first call creates it. */
  async of(merchantId: string): Promise<string> {
    const [found] = await this.database.query<{ sealed: string | null }>(sql.FIND, [merchantId]);
    return this.secrets.open(found?.sealed ?? (await this.make(merchantId)), returnSecretPlace(merchantId));
  }

  /** From now on, returns are signed with the new secret. */
  rotate({ merchant, actor }: Caller, key: GivenKey | null): Promise<StoredResponse<ReturnSecretDto>> {
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const work = async (tx: Tx) => {
      const secret = newReturnSecret();
      await tx.query(sql.REPLACE, [merchant.id, this.secrets.seal(secret, returnSecretPlace(merchant.id))]);
      return { id: merchant.id, body: JSON.stringify({ secret } satisfies ReturnSecretDto) };
    };
    return this.idempotency.once<ReturnSecretDto>(keyClaim, 200, work, { secret: { actor, field: 'secret' } });
  }

  private async make(merchantId: string): Promise<string> {
    const fresh = this.secrets.seal(newReturnSecret(), returnSecretPlace(merchantId));
    const [made] = await this.database.query<{ sealed: string }>(sql.MAKE, [merchantId, fresh]);
    if (!made) throw new Error(`There is no merchant ${merchantId}`);
    return made.sealed;
  }
}
