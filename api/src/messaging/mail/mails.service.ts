import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { page } from '../../platform/database/page.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { isUuid } from '../../platform/uuid.js';
import type { ListMailsDto, MailDetailDto, MailPageDto } from './mail.dto.js';
import { FORGET, FORGET_LINKS, FORGET_NOTICES, GET, MAIL_JSON } from './mails.queries.js';

/** The mails of a merchant, as its members read them, and their retention. */
@Injectable()
export class MailsService {
  constructor(private readonly database: Database) {}

  async list({ merchant }: Caller, query: ListMailsDto): Promise<StoredResponse<MailPageDto>> {
    const listed = { from: 'mails m', alias: 'm', json: MAIL_JSON, uuid: true };
    return new StoredResponse(
      await page(this.database, listed, merchant.id, query, [
        ['m.status = ?', query.status],
        ['m.kind = ?', query.kind],
      ]),
    );
  }

  async get({ merchant }: Caller, mailId: string): Promise<StoredResponse<MailDetailDto>> {
    if (!isUuid(mailId)) return notFound();
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id, mailId]);
    return new StoredResponse((found ?? notFound()).body);
  }

  /** Removes a batch of links that have expired. Returns how many. */
  async forgetLinks(tx: Tx, limit: number): Promise<number> {
    return (await tx.query(FORGET_LINKS, [limit])).length;
  }

  /** Deletes a batch of mails that are older than this. Returns how many. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET, [olderThanMs, limit])).length;
  }

  async forgetNotices(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_NOTICES, [olderThanMs, limit])).length;
  }
}

function notFound(): never {
  throw new ApiError('mail_not_found', 'Mail not found');
}
