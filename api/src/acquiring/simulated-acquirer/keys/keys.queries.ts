import type { Statement } from '../acquirer-database.js';

export const FIND_KEY: Statement = {
  name: 'simulated_bank_find_key',
  text: `SELECT account, settings, notification_url, notification_secret FROM simulated_bank.api_keys WHERE key_hash = $1`,
};

export const FIND_ACCOUNT: Statement = {
  name: 'simulated_bank_find_account',
  text: `SELECT account, settings, notification_url, notification_secret FROM simulated_bank.api_keys WHERE account = $1`,
};

/** No row if the account has a key. */
export const CREATE_KEY: Statement = {
  name: 'simulated_bank_create_key',
  text: `
INSERT INTO simulated_bank.api_keys (key_hash, account, settings, notification_url, notification_secret)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account) DO NOTHING RETURNING account`,
};

/** Gives an account this key and secret: the key of the environment replaces the one of an earlier start. */
export const SET_KEY: Statement = {
  name: 'simulated_bank_set_key',
  text: `
INSERT INTO simulated_bank.api_keys AS k (key_hash, account, notification_secret) VALUES ($1, $2, $3)
ON CONFLICT (account) DO UPDATE
SET key_hash = EXCLUDED.key_hash, notification_secret = EXCLUDED.notification_secret
WHERE (k.key_hash, k.notification_secret) <> (EXCLUDED.key_hash, EXCLUDED.notification_secret)`,
};
