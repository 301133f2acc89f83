import { Injectable } from '@nestjs/common';
import type { Queryable, Tx } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';

const DONE = 200;
/** What the logs of merchants name as the actor; `detail.by` says which account of the machine it was. */
export const OPERATOR = 'operator';

export interface OperatorAct {
  /** Who ran the command: account and machine. */
  by: string;
  /** Noun and verb, as in the audit log. */
  action: string;
  objectId: string;
  detail: { email?: string; name?: string };
}

export interface LoggedAct {
  id: string;
  actor: string;
  action: string;
  objectId: string;
  detail: { email?: string; name?: string; by: string } | null;
  createdAt: string;
}

/** The same entry in the installation's own log ($1 merchants may be none) and in that of each merchant it concerns. */
const RECORD = statement(
  'operator_log_record',
  `WITH act AS (
     INSERT INTO operator_log (actor, action, object_id, detail) VALUES ($2, $3, $4, $5::json)
     RETURNING action, object_id, detail)
   INSERT INTO audit_log (merchant_id, actor, action, object_id, detail, outcome)
   SELECT m.id, '${OPERATOR}', act.action, act.object_id, act.detail, ${DONE} FROM act, unnest($1::uuid[]) AS m(id)`,
);
const LIST = statement(
  'operator_log_list',
  `SELECT id, actor, action, object_id AS "objectId", detail, iso(created_at) AS "createdAt"
   FROM operator_log ORDER BY id DESC LIMIT $1`,
);

/** What operators did with the admin command: kept for ever, in the transaction of the change. */
@Injectable()
export class OperatorLog {
  async record(tx: Tx, { by, action, objectId, detail }: OperatorAct, merchantIds: readonly string[]): Promise<void> {
    await tx.query(RECORD, [merchantIds, by, action, objectId, JSON.stringify({ ...detail, by })]);
  }

  /** The newest first. */
  list(db: Queryable, limit: number): Promise<LoggedAct[]> {
    return db.query<LoggedAct>(LIST, [limit]);
  }
}
