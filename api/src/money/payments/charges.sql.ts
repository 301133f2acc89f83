/**
 * The account that takes a payment: enabled, of the payment's connector, for its method and currency, of the first
 * priority. `any`: disabled and removed accounts as well, for what has already been charged.
 */
export const accountOf = (p: string, which: 'enabled' | 'any' = 'enabled') => `(
      SELECT a.id FROM connector_accounts a
      WHERE a.merchant_id = ${p}.merchant_id AND a.connector = ${p}.connector${
        which === 'any'
          ? ''
          : `
        AND a.enabled AND a.removed_at IS NULL
        AND (a.methods IS NULL OR ${p}.method IS NULL OR ${p}.method = ANY (a.methods))
        AND (a.currencies IS NULL OR ${p}.currency = ANY (a.currencies))`
      }
      ORDER BY a.priority, a.id LIMIT 1)`;
