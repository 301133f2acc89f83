/** The first account of a payment's connector, whatever has become of it: the one that took it before there were charges. */
export const formerAccountOf = (p: string) => `(
      SELECT a.id FROM connector_accounts a
      WHERE a.merchant_id = ${p}.merchant_id AND a.connector = ${p}.connector
      ORDER BY a.priority, a.id LIMIT 1)`;
