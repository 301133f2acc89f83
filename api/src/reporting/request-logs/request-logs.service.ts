import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Filter, madeWithin, page } from '../../platform/database/page.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { redactJson } from '../../platform/secrets/redaction.js';
import { isUuid } from '../../platform/uuid.js';
import type { ListRequestLogsDto, RequestLogDetailDto, RequestLogPageDto } from './request-log.dto.js';
import { FORGET, GET, REQUEST_JSON } from './request-logs.queries.js';

/** Sorts after every character that a path can hold. */
const LAST_CHARACTER = '\u{10FFFF}';

/** Reads a merchant's request log. */
@Injectable()
export class RequestLogsService {
  constructor(private readonly database: Database) {}

  async list({ merchant }: Caller, query: ListRequestLogsDto): Promise<StoredResponse<RequestLogPageDto>> {
    const { status, path } = query;
    const code = status?.endsWith('xx') ? undefined : status;
    const filters: Filter[] = [
      ['l.status / 100 = ?', status && Number(status[0])],
      ['l.status = ?', code && Number(code)],
      ['l.method = ?', query.method],
      ['l.path >= ?', path],
      ['l.path < ?', path && path + LAST_CHARACTER],
      ['l.api_key_id = ?', query.api_key],
      ['l.request_id = ?', query.request_id],
      ...madeWithin('l', 'uuid', query),
    ];
    const listed = { from: 'request_logs l', alias: 'l', json: REQUEST_JSON, uuid: true };
    return new StoredResponse(await page(this.database, listed, merchant.id, query, filters));
  }

  /** Deletes up to `limit` entries older than this; returns how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET, [olderThanMs, limit])).length;
  }

  async get({ merchant }: Caller, id: string): Promise<StoredResponse<RequestLogDetailDto>> {
    if (!isUuid(id)) return notFound();
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id, id]);
    return new StoredResponse(withoutSecrets((found ?? notFound()).body));
  }
}

/** A success is redacted when it is read, because its body was stored for the caller. An error was redacted when it was written. */
function withoutSecrets(body: string): string {
  const entry = JSON.parse(body) as RequestLogDetailDto;
  if (entry.response_body === null || entry.status >= 400) return body;
  return JSON.stringify({ ...entry, response_body: redactJson(entry.response_body) });
}

function notFound(): never {
  throw new ApiError('request_not_found', 'Request not found');
}
