import { statement } from '../../platform/database/sql.js';
import { STAMP_UNVERIFIED } from './connector-accounts.sql.js';

/** The account that an address names; the merchant is not known before. Removed accounts still have charges. */
export const FIND_NOTIFIED = statement(
  'connector_accounts_find_notified',
  `SELECT merchant_id AS "merchantId", id, connector, webhook_secret_cipher AS "secretCipher",
     previous_webhook_secret_cipher AS "previousSecretCipher"
   FROM connector_accounts WHERE id = $1 AND connector = $2`,
);

export const NOTE_UNVERIFIED = statement('connector_accounts_note_unverified', STAMP_UNVERIFIED);
