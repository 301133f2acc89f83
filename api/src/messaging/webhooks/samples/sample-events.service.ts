import { Injectable } from '@nestjs/common';
import type { Caller, CallingMerchant } from '../../../accounts/access/caller.js';
import { Clock } from '../../../platform/clock.js';
import type { Tx } from '../../../platform/database/database.js';
import { ApiError } from '../../../platform/errors/api-error.js';
import type { StoredResponse } from '../../../platform/http/stored-response.js';
import { IdempotencyService } from '../../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { newId } from '../../../platform/ids.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import { EVENT_OBJECTS } from '../../events/event-types.js';
import type { WithHints } from '../../events/events.sql.js';
import { requireEnabled } from '../endpoints/endpoint-enabled.js';
import type { SampleDeliveryDto, SendSampleDto } from './sample-event.dto.js';
import { SEND, TOUCH } from './sample-events.queries.js';
import { paymentBeside, type Sample, sampleOf } from './sample-objects.js';

/** Sends sample events, so that a merchant can test a receiver. */
@Injectable()
export class SampleEventsService {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  send(
    { merchant, actor, requestId, traceParent }: Caller,
    endpointId: string,
    { event = 'webhook.test' }: SendSampleDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<SampleDeliveryDto>> {
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<SampleDeliveryDto>(keyClaim, 200, async (tx) => {
      await requireEnabled(tx, merchant.id, endpointId);
      const sample =
        event === 'webhook.test'
          ? await endpointSample(tx, merchant, endpointId, this.clock.now())
          : sampleOf(event, merchant, this.clock.now());
      const columns = [newId('evt'), event, EVENT_OBJECTS[event], sample.version, sample.data];
      const values = [merchant.id, endpointId, merchant.mode, ...columns, actor, requestId, traceParent];
      const [sent] = await tx.query<{ body: string } & WithHints>(SEND, values);
      if (!sent) throw endpointChanged();
      tx.afterCommit(() => this.queue.hint(...sent.hints));
      return { id: endpointId, body: sent.body };
    });
  }
}

/**
 * The object of a webhook.test event is the endpoint. A sample payment is added for receivers that only read payments.
 */
async function endpointSample(tx: Tx, merchant: CallingMerchant, endpointId: string, now: Date): Promise<Sample> {
  const [sample] = await tx.query<Sample>(TOUCH, [merchant.id, endpointId]);
  if (!sample) throw endpointChanged();
  return { version: sample.version, data: sample.data + paymentBeside(merchant, now, newId('order')) };
}

const endpointChanged = () =>
  new ApiError('endpoint_changed', 'Webhook endpoint was disabled or deleted meanwhile', { retryAfterSeconds: 1 });
