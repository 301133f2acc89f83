import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../accounts/access/caller.js';
import { Database } from '../../../platform/database/database.js';
import { countedPage, madeWithin, seldom } from '../../../platform/database/page.js';
import { ApiError } from '../../../platform/errors/api-error.js';
import { StoredResponse } from '../../../platform/http/stored-response.js';
import { IdempotencyService } from '../../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import { isUuid } from '../../../platform/uuid.js';
import type { WithHints } from '../../events/events.sql.js';
import { type BodyFormatName, BodyFormats } from '../deliveries/body-formats.js';
import type { ListWebhooksDto, RetriedWebhookDto, WebhookDetailDto, WebhookPageDto } from './webhook-log.dto.js';
import { GET, RETRY, RETRYABLE, WEBHOOK_JSON } from './webhook-logs.queries.js';

/** The delivery log: one row per event and endpoint. */
@Injectable()
export class WebhookLogsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly formats: BodyFormats,
  ) {}

  async list({ merchant }: Caller, query: ListWebhooksDto): Promise<StoredResponse<WebhookPageDto>> {
    const listed = { from: 'webhook_logs l', alias: 'l', json: WEBHOOK_JSON, uuid: true };
    return new StoredResponse(
      await countedPage(this.database, listed, merchant.id, query, [
        ['l.event = ?', query.event],
        ...seldom('l.status', query.status, ['success']),
        ['l.endpoint_id = ?', query.endpoint],
        ['l.event_id = ?', query.event_id],
        ...madeWithin('l', 'uuid', query),
      ]),
    );
  }

  async get({ merchant }: Caller, deliveryId: string): Promise<StoredResponse<WebhookDetailDto>> {
    const values = [merchant.id, checkId(deliveryId)];
    const [found] = await this.database.query<{ body: string; format: BodyFormatName }>(GET, values);
    const { body, format: name } = found ?? notFound();
    const format = this.formats.of(name);
    if (!format) return new StoredResponse(body);
    const shown = JSON.parse(body) as WebhookDetailDto;
    return new StoredResponse(JSON.stringify({ ...shown, request_body: format.render(shown.request_body) }));
  }

  retry({ merchant }: Caller, deliveryId: string, key: GivenKey | null): Promise<StoredResponse<RetriedWebhookDto>> {
    const which = [merchant.id, checkId(deliveryId)];
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<RetriedWebhookDto>(keyClaim, 200, async (tx) => {
      const [endpoint] = await tx.query<{ enabled: boolean }>(RETRYABLE, which);
      if (!endpoint) return notFound();
      if (!endpoint.enabled) throw new ApiError('endpoint_disabled', 'Webhook endpoint is disabled or deleted');
      const [retried] = await tx.query<WithHints>(RETRY, which);
      tx.afterCommit(() => this.queue.hint(...(retried?.hints ?? [])));
      const retriedBody = { id: deliveryId, status: 'pending', message: 'Webhook retry scheduled' };
      return { id: deliveryId, body: JSON.stringify(retriedBody) };
    });
  }
}

function checkId(deliveryId: string): string {
  return isUuid(deliveryId) ? deliveryId : notFound();
}

function notFound(): never {
  throw new ApiError('delivery_not_found', 'Webhook not found');
}
