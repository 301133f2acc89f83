import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { Database } from '../database/database.js';
import { type Filter, madeWithin, page } from '../database/page.js';
import type { WithHints } from '../events/events.sql.js';
import type { GivenKey } from '../idempotency/claim.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import { JobQueue } from '../queue/job-queue.js';
import {
  type ListWebhooksDto,
  MOST_COUNTED,
  type RetriedWebhookDto,
  type WebhookDetailDto,
  type WebhookPageDto,
} from './webhook-log.dto.js';
import { count, GET, RETRY, RETRYABLE, WEBHOOK_JSON } from './webhook-logs.queries.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DEFAULT_LIMIT = 10;

/** The delivery log: one row per event and endpoint. */
@Injectable()
export class WebhookLogsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  async list({ merchant }: Caller, query: ListWebhooksDto): Promise<Answer<WebhookPageDto>> {
    const { limit = DEFAULT_LIMIT, offset = 0, cursor } = query;
    checkPlace(offset, cursor);
    const filters: Filter[] = [
      ['l.event = ?', query.event],
      ['l.status = ?', query.status],
      ['l.endpoint_id = ?', query.endpoint],
      ['l.event_id = ?', query.event_id],
      ...madeWithin('l', 'uuid', query),
    ];
    const { total, after } = await this.count(merchant.id, offset, filters);
    const tail = `"total":${total},"limit":${limit},"offset":${offset}`;
    if (offset > 0 && after === null) return new Answer(`{"data":[],"has_more":false,"next_cursor":null,${tail}}`);
    const place = after === null ? cursor : Buffer.from(after).toString('base64url');
    const listed = { from: 'webhook_logs l', alias: 'l', json: WEBHOOK_JSON, uuid: true };
    const rows = await page(this.database, listed, merchant.id, { limit, cursor: place }, filters);
    return new Answer(`${rows.slice(0, -1)},${tail}}`);
  }

  async get({ merchant }: Caller, webhookId: string): Promise<Answer<WebhookDetailDto>> {
    const [found] = await this.database.query<{ body: string }>(GET, [merchant.id, checkId(webhookId)]);
    return new Answer((found ?? notFound()).body);
  }

  retry({ merchant }: Caller, webhookId: string, key: GivenKey | null): Promise<Answer<RetriedWebhookDto>> {
    const which = [merchant.id, checkId(webhookId)];
    const claim = this.idempotency.claim(key, merchant.id);
    return this.idempotency.once<RetriedWebhookDto>(claim, 200, async (tx) => {
      const [endpoint] = await tx.query<{ enabled: boolean }>(RETRYABLE, which);
      if (!endpoint) return notFound();
      if (!endpoint.enabled) throw new ApiError('endpoint_disabled', 'Webhook endpoint is disabled or deleted');
      const [retried] = await tx.query<WithHints>(RETRY, which);
      tx.afterCommit(() => this.queue.hint(...(retried?.hints ?? [])));
      const answer = { id: webhookId, status: 'pending', message: 'Webhook retry scheduled' };
      return { id: webhookId, body: JSON.stringify(answer) };
    });
  }

  private async count(merchantId: string, offset: number, filters: readonly Filter[]) {
    const given = filters.filter(([, value]) => value !== undefined);
    const conditions = given.map(([condition], index) => `AND ${condition.replaceAll('?', `$${index + 4}`)}`).join(' ');
    const values = [merchantId, MOST_COUNTED, offset, ...given.map(([, value]) => value)];
    const [counted] = await this.database.list<{ total: number; after: string | null }>(
      merchantId,
      count(conditions),
      values,
    );
    return counted ?? { total: 0, after: null };
  }
}

function checkPlace(offset: number, cursor: string | undefined): void {
  if (offset > MOST_COUNTED) {
    const description = `offset must be at most ${MOST_COUNTED}: follow next_cursor with the parameter cursor instead`;
    throw new ApiError('offset_too_large', description, { field: 'offset' });
  }
  if (offset > 0 && cursor !== undefined) {
    throw new ApiError('conflicting_parameters', 'offset and cursor exclude each other', { field: 'offset' });
  }
}

function checkId(webhookId: string): string {
  return UUID.test(webhookId) ? webhookId : notFound();
}

function notFound(): never {
  throw new ApiError('delivery_not_found', 'Webhook not found');
}
