import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import type { Whence } from '../access/decorators.js';
import { Answer } from '../common/answer.js';
import { Database } from '../database/database.js';
import { type Filter, madeWithin, page } from '../database/page.js';
import type { AuditPageDto, ListAuditDto } from './audit.dto.js';
import { AUDIT_JSON, BEGIN, END, OF_EMAIL, OF_USER } from './audit.queries.js';

const REFUSED = 401;

export interface Deed {
  action: string;
  objectId: string | null;
  /** What was asked for, without secrets, as JSON. */
  detail: string | null;
}

/** Who did what, when, from where, and how it ended. */
@Injectable()
export class AuditService {
  constructor(private readonly database: Database) {}

  /** Written before the deed is tried: what cannot be recorded is not done. */
  async begin(caller: Caller, { action, objectId, detail }: Deed, from: Whence): Promise<string> {
    const values = [caller.merchant.id, caller.actor, action, objectId, detail];
    const [begun] = await this.database.query<{ id: string }>(BEGIN, [...values, ...placeOf(from)]);
    return begun?.id ?? '';
  }

  /** The HTTP status it ended with. One that never ends (the process died) stays without. */
  async end(merchantId: string, id: string, status: number): Promise<void> {
    await this.database.query(END, [merchantId, id, status]);
  }

  /** A deed for no merchant in particular, such as a login, with the HTTP status it ended with. */
  async ofUser(userId: string, action: string, from: Whence, outcome: number): Promise<void> {
    await this.database.query(OF_USER, [userId, action, outcome, ...placeOf(from)]);
  }

  async failedLogin(email: string, from: Whence): Promise<void> {
    await this.database.query(OF_EMAIL, [email.trim().toLowerCase(), 'auth.login', REFUSED, ...placeOf(from)]);
  }

  async list({ merchant }: Caller, query: ListAuditDto): Promise<Answer<AuditPageDto>> {
    const filters: Filter[] = [
      ['a.actor = ?', query.actor],
      ['a.object_id = ?', query.object_id],
      ["a.action LIKE ? || '%'", query.action],
      ...madeWithin('a', 'uuid', query),
    ];
    const listed = { from: 'audit_log a', alias: 'a', json: AUDIT_JSON, uuid: true };
    return new Answer(await page(this.database, listed, merchant.id, query, filters));
  }
}

const placeOf = ({ address, userAgent, requestId }: Whence) => [address, userAgent, requestId];
