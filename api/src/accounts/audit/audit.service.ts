import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../platform/database/database.js';
import { type Filter, madeWithin, page } from '../../platform/database/page.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import type { Caller } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import type { AuditPageDto, ListAuditDto } from './audit.dto.js';
import { APPEND, AUDIT_JSON, LISTED, OF_EMAIL, OF_USER } from './audit.queries.js';
import { DONE, WRONG_PASSWORD } from './outcome.js';

/** A change, or a login, that the audit log records. */
export interface AuditedAction {
  action: string;
  objectId: string | null;
  /** The request without secrets, as JSON. */
  detail: string | null;
}

/** How an audited action ended. */
export interface ActionOutcome {
  intentId: string;
  /** The HTTP status of the response. */
  status: number;
  objectId: string | null;
  /** The changed fields, or the refusal; as JSON. */
  detail: string | null;
}

/** The audit log: who did what, when, from where, and how it ended. Entries are only appended. */
@Injectable()
export class AuditService {
  constructor(private readonly database: Database) {}

  /** Records the intent before the action runs. If this fails, the action does not run. */
  async begin(caller: Caller, { action, objectId, detail }: AuditedAction, from: ClientInfo): Promise<string> {
    const values = [caller.merchant.id, caller.actor, action, objectId, detail];
    const [intent] = await this.database.query<{ id: string }>(APPEND, [
      ...values,
      ...clientColumns(from),
      'intent',
      null,
      null,
    ]);
    return intent?.id ?? '';
  }

  /** Appends the outcome. An intent without one means that the process died before it could record it. */
  async end(caller: Caller, action: string, outcome: ActionOutcome, from: ClientInfo): Promise<void> {
    const { intentId, status, objectId, detail } = outcome;
    const values = [caller.merchant.id, caller.actor, action, objectId, detail, ...clientColumns(from)];
    await this.database.query(APPEND, [...values, 'outcome', status, intentId]);
  }

  /**
   * Records a change that no request made: by the gateway itself, or by its operator. `tx`: the change's transaction.
   */
  async record(
    tx: Queryable,
    merchantId: string,
    actor: string,
    action: string,
    objectId: string | null,
    detail: object,
  ): Promise<void> {
    const values = [merchantId, actor, action, objectId, JSON.stringify(detail), null, null, null];
    await tx.query(APPEND, [...values, 'outcome', DONE, null]);
  }

  /**
   * Records an action of a user that concerns no single merchant, such as a login, in the logs of all their merchants.
   */
  async ofUser(
    userId: string,
    action: string,
    from: ClientInfo,
    outcome: number,
    tx: Queryable = this.database,
  ): Promise<void> {
    await tx.query(OF_USER, [userId, action, outcome, ...clientColumns(from)]);
  }

  async failedLogin(email: string, from: ClientInfo): Promise<void> {
    await this.database.query(OF_EMAIL, [
      email.trim().toLowerCase(),
      'auth.login',
      WRONG_PASSWORD,
      ...clientColumns(from),
    ]);
  }

  /** One entry per action: an intent is listed with its outcome. */
  async list({ merchant }: Caller, query: ListAuditDto): Promise<StoredResponse<AuditPageDto>> {
    const filters: Filter[] = [
      ['(a.intent_id IS NULL) = ?', true],
      ['a.actor = ?', query.actor],
      ['a.object_id = ?', query.object_id],
      ["a.action LIKE ? || '%'", query.action],
      ...madeWithin('a', 'uuid', query),
    ];
    const listed = { from: LISTED, alias: 'a', json: AUDIT_JSON, uuid: true };
    return new StoredResponse(await page(this.database, listed, merchant.id, query, filters));
  }
}

const clientColumns = ({ address, userAgent, requestId }: ClientInfo) => [address, userAgent, requestId];
