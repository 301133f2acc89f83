import type { MailKind } from './mail-kinds.js';

/**
 * Claims objects for a mail of that kind, each once: `source` has the columns merchant_id and object_id. Yields the CTE
 * `noticed` with those that had no mail of the kind yet.
 */
export const claimNotices = (kind: MailKind, source: string) => `
  noticed AS (
    INSERT INTO mail_notices (merchant_id, kind, object_id)
    SELECT s.merchant_id, '${kind}', s.object_id FROM ${source} s
    ON CONFLICT DO NOTHING RETURNING merchant_id, object_id)`;

/** The object had a mail of that kind. */
export const isNoticed = (kind: MailKind, merchantId: string, objectId: string) =>
  `EXISTS (SELECT FROM mail_notices n WHERE n.merchant_id = ${merchantId} AND n.kind = '${kind}' AND n.object_id = ${objectId})`;
