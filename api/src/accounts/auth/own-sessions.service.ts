import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { isUuid } from '../../platform/uuid.js';
import type { SignedInUser } from '../access/caller.js';
import type { ClientInfo } from '../access/decorators.js';
import { AuditService } from '../audit/audit.service.js';
import { DONE } from '../audit/outcome.js';
import { END_OTHERS, END_OWN, LIST_SESSIONS } from './auth.queries.js';
import type { EndedSessionDto, EndedSessionsDto, OpenSessionDto, OpenSessionListDto } from './sessions.dto.js';
import { MAX_IDLE_SECONDS } from './sessions.service.js';

/** A user's list of their own sessions, and the end of any of them. */
@Injectable()
export class OwnSessionsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  async list({ id, sessionId }: SignedInUser): Promise<OpenSessionListDto> {
    return { data: await this.database.query<OpenSessionDto>(LIST_SESSIONS, [id, sessionId, MAX_IDLE_SECONDS]) };
  }

  async end(user: SignedInUser, id: string, from: ClientInfo): Promise<EndedSessionDto> {
    const found = isUuid(id) && (await this.database.query(END_OWN, [user.id, id])).length > 0;
    if (!found) throw new ApiError('session_not_found', 'Session not found');
    await this.audit.ofUser(user.id, 'sessions.end', from, DONE);
    return { id, deleted: true };
  }

  async endOthers(user: SignedInUser, from: ClientInfo): Promise<EndedSessionsDto> {
    const ended = await this.database.query(END_OTHERS, [user.id, user.sessionId, MAX_IDLE_SECONDS]);
    await this.audit.ofUser(user.id, 'sessions.end_others', from, DONE);
    return { ended: ended.length };
  }
}
