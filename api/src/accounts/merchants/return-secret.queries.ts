import { statement } from '../../platform/database/sql.js';

export const FIND = statement(
  'return_secret_find',
  'SELECT return_secret_cipher AS sealed FROM merchants WHERE id = $1',
);

/** Concurrent calls get the same secret: the second waits for the row's lock and keeps the first one's secret. */
export const MAKE = statement(
  'return_secret_make',
  `UPDATE merchants SET return_secret_cipher = coalesce(return_secret_cipher, $2) WHERE id = $1
   RETURNING return_secret_cipher AS sealed`,
);

export const REPLACE = statement(
  'return_secret_replace',
  'UPDATE merchants SET return_secret_cipher = $2, updated_at = now() WHERE id = $1',
);
