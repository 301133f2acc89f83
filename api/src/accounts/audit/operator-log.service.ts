import { Injectable } from '@nestjs/common';
import type { Queryable, Tx } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';
import { DONE } from './outcome.js';

/** The actor in the audit logs of merchants; `detail.by` is the operator's account and machine. */
export const OPERATOR = 'operator';

export interface OperatorAction {
  /** Account and machine of the operator. */
  by: string;
  /** Noun and verb, as in the audit log. */
  action: string;
  objectId: string;
  detail: { email?: string; name?: string };
}

export interface LoggedAction {
  id: string;
  actor: string;
  action: string;
  objectId: string;
  detail: { email?: string; name?: string; by: string } | null;
  createdAt: string;
}

/** One entry in the installation's log, and one in the audit log of each merchant in $1, which may be empty. */
const RECORD = statement(
  'operator_log_record',
  `WITH entry AS (
     INSERT INTO operator_log (actor, action, object_id, detail) VALUES ($2, $3, $4, $5::json)
     RETURNING action, object_id, detail)
   INSERT INTO audit_log (merchant_id, actor, action, object_id, detail, outcome)
   SELECT m.id, '${OPERATOR}', entry.action, entry.object_id, entry.detail, ${DONE} FROM entry, unnest($1::uuid[]) AS m(id)`,
);
const LIST = statement(
  'operator_log_list',
  `SELECT id, actor, action, object_id AS "objectId", detail, iso(created_at) AS "createdAt"
   FROM operator_log ORDER BY id DESC LIMIT $1`,
);

/** The log of the admin command. An entry is written in the transaction of its change and never deleted. */
@Injectable()
export class OperatorLog {
  async record(
    tx: Tx,
    { by, action, objectId, detail }: OperatorAction,
    merchantIds: readonly string[],
  ): Promise<void> {
    await tx.query(RECORD, [merchantIds, by, action, objectId, JSON.stringify({ ...detail, by })]);
  }

  /** The newest first. */
  list(db: Queryable, limit: number): Promise<LoggedAction[]> {
    return db.query<LoggedAction>(LIST, [limit]);
  }
}
