import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { isUuid, smallestUuidAt } from '../common/uuid.js';
import { Database, type Tx } from '../database/database.js';
import { type Filter, page } from '../database/page.js';
import type { ListRequestLogsDto, RequestLogDetailDto, RequestLogPageDto } from './request-log.dto.js';
import { FORGET, GET, REQUEST_JSON } from './request-logs.queries.js';

/** How far an id's time may be from its row's: what passes between two looks at a clock. */
const SLACK_MS = 1_000;
/** Sorts after every character that a path can hold. */
const LAST_CHARACTER = '\u{10FFFF}';

/** What was recorded of a merchant's requests. */
@Injectable()
export class RequestLogsService {
  constructor(private readonly database: Database) {}

  async list({ merchant }: Caller, query: ListRequestLogsDto): Promise<Answer<RequestLogPageDto>> {
    const { status, path, created_from: after, created_to: before } = query;
    const code = status?.endsWith('xx') ? undefined : status;
    const filters: Filter[] = [
      ['l.status / 100 = ?', status && Number(status[0])],
      ['l.status = ?', code && Number(code)],
      ['l.method = ?', query.method],
      ['l.path >= ?', path],
      ['l.path < ?', path && path + LAST_CHARACTER],
      ['l.api_key_id = ?', query.api_key],
      ['l.request_id = ?', query.request_id],
      // The id bounds what is read, the time decides.
      ['l.id >= ?', after && smallestUuidAt(new Date(after.getTime() - SLACK_MS))],
      ['l.id < ?', before && smallestUuidAt(new Date(before.getTime() + SLACK_MS))],
      ['l.created_at >= ?', after],
      ['l.created_at < ?', before],
    ];
    const listed = { from: 'request_logs l', alias: 'l', json: REQUEST_JSON, uuid: true };
    return new Answer(await page(this.database, listed, merchant.id, query, filters));
  }

  /** Removes entries older than this, a batch of them; tells how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET, [olderThanMs, limit])).length;
  }

  async get({ merchant }: Caller, id: string): Promise<Answer<RequestLogDetailDto>> {
    if (!isUuid(id)) return notFound();
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id, id]);
    return new Answer((found ?? notFound()).body);
  }
}

function notFound(): never {
  throw new ApiError('NOT_FOUND_ERROR', 'Request not found');
}
