import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../platform/database/database.js';
import { type Filter, madeWithin, page } from '../../platform/database/page.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import type { Caller } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import type { AuditPageDto, ListAuditDto } from './audit.dto.js';
import { APPEND, AUDIT_JSON, LISTED, OF_EMAIL, OF_USER } from './audit.queries.js';

const DONE = 200;
const REFUSED = 401;

export interface Deed {
  action: string;
  objectId: string | null;
  /** What was asked for, without secrets, as JSON. */
  detail: string | null;
}

/** How a deed ended. */
export interface Outcome {
  intentId: string;
  /** The HTTP status. */
  status: number;
  objectId: string | null;
  /** What changed, or why nothing did; as JSON. */
  detail: string | null;
}

/** Who did what, when, from where, and how it ended: entries are only ever added. */
@Injectable()
export class AuditService {
  constructor(private readonly database: Database) {}

  /** Written before the deed is tried: what cannot be recorded is not done. */
  async begin(caller: Caller, { action, objectId, detail }: Deed, from: ClientInfo): Promise<string> {
    const values = [caller.merchant.id, caller.actor, action, objectId, detail];
    const [begun] = await this.database.query<{ id: string }>(APPEND, [
      ...values,
      ...placeOf(from),
      'intent',
      null,
      null,
    ]);
    return begun?.id ?? '';
  }

  /** An intent without an outcome: the process died before it could record how the action ended. */
  async end(caller: Caller, action: string, outcome: Outcome, from: ClientInfo): Promise<void> {
    const { intentId, status, objectId, detail } = outcome;
    const values = [caller.merchant.id, caller.actor, action, objectId, detail, ...placeOf(from)];
    await this.database.query(APPEND, [...values, 'outcome', status, intentId]);
  }

  /** A change that no request asked for: by the gateway itself, or by its operator. `where`: the change's transaction. */
  async record(
    where: Queryable,
    merchantId: string,
    actor: string,
    action: string,
    objectId: string | null,
    detail: object,
  ): Promise<void> {
    const values = [merchantId, actor, action, objectId, JSON.stringify(detail), null, null, null];
    await where.query(APPEND, [...values, 'outcome', DONE, null]);
  }

  /** A deed for no merchant in particular, such as a login, with the HTTP status it ended with. */
  async ofUser(userId: string, action: string, from: ClientInfo, outcome: number): Promise<void> {
    await this.database.query(OF_USER, [userId, action, outcome, ...placeOf(from)]);
  }

  async failedLogin(email: string, from: ClientInfo): Promise<void> {
    await this.database.query(OF_EMAIL, [email.trim().toLowerCase(), 'auth.login', REFUSED, ...placeOf(from)]);
  }

  /** One entry per deed: an intent shows the outcome that was appended to it. */
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

const placeOf = ({ address, userAgent, requestId }: ClientInfo) => [address, userAgent, requestId];
