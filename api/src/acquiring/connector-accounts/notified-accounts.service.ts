import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { webhookSecretPlace } from './account-secrets.js';
import { FIND_NOTIFIED, NOTE_UNVERIFIED } from './notified-accounts.queries.js';

/** An account as its notification address names it, with the secrets that may sign. */
export interface NotifiedAccount {
  readonly merchantId: string;
  readonly id: string;
  readonly connector: string;
  /** The present one first, and none if the account has none. */
  readonly secrets: readonly string[];
}
interface NotifiedRow extends Omit<NotifiedAccount, 'secrets'> {
  readonly secretCipher: string | null;
  readonly previousSecretCipher: string | null;
}

/** The accounts to which acquirers send notifications. */
@Injectable()
export class NotifiedAccounts {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
  ) {}

  /** Undefined if there is no such account of this connector. */
  async find(connector: string, id: string): Promise<NotifiedAccount | undefined> {
    const [row] = await this.database.query<NotifiedRow>(FIND_NOTIFIED, [id, connector]);
    if (!row) return undefined;
    const { secretCipher, previousSecretCipher, ...account } = row;
    const place = webhookSecretPlace(account.merchantId, id);
    const ciphers = [secretCipher, previousSecretCipher].filter((cipher) => cipher !== null);
    return { ...account, secrets: ciphers.map((cipher) => this.box.open(cipher, place)) };
  }

  /** Stores that a notification came which was not verified. */
  async noteUnverified({ merchantId, id }: NotifiedAccount): Promise<void> {
    await this.database.query(NOTE_UNVERIFIED, [merchantId, id]);
  }
}
