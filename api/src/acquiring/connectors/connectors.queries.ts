import { statement } from '../../platform/database/sql.js';

/** The sealed credentials of an account; removed accounts still have charges. */
export const CREDENTIALS = statement(
  'connector_accounts_credentials',
  'SELECT credentials_cipher AS cipher FROM connector_accounts WHERE merchant_id = $1 AND id = $2',
);
