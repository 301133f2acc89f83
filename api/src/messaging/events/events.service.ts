import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Backwards, madeWithin, page, seldom } from '../../platform/database/page.js';
import { search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { EventDeliveriesDto, EventDetailDto, EventPageDto, ListEventsDto, ResendEventDto } from './event.dto.js';
import type { EventType } from './event-types.js';
import { ADD_RESEND, EVENT_JSON, GET, RESEND, RESENDABLE, RESENT, SEARCH } from './events.queries.js';
import type { WithHints } from './events.sql.js';

/** Each payment has these events: the index events_seldom leaves them out. */
const IN_EVERY_PAYMENT: readonly EventType[] = ['payment.created', 'payment.pending'];

interface Body {
  body: string;
}

@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  async get({ merchant }: Caller, eventId: string): Promise<StoredResponse<EventDetailDto>> {
    const [event] = await this.database.query<Body>(GET, [merchant.id, eventId]);
    return new StoredResponse((event ?? notFound()).body);
  }

  /** `types`: only events of these. */
  async list(
    { merchant }: Caller,
    query: ListEventsDto & Backwards & { types?: readonly EventType[] },
  ): Promise<StoredResponse<EventPageDto>> {
    const listed = { from: 'events v', alias: 'v', json: EVENT_JSON };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await page(this.database, listed, merchant.id, query, [
        ...seldom('v.type', query.type, IN_EVERY_PAYMENT),
        ...seldom('v.type', query.types, IN_EVERY_PAYMENT),
        ['v.object_id = ?', query.object_id],
        ...madeWithin('v', 'evt', query),
        ['(v.id = ANY(?) OR v.object_id = ANY(?))', found],
      ]),
    );
  }

  /** Deliveries are due at once with all attempts, except one that a worker holds at the moment. */
  resend(
    { merchant }: Caller,
    eventId: string,
    { endpoint_id: endpointId }: ResendEventDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<EventDeliveriesDto>> {
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const which = [merchant.id, eventId, endpointId ?? null];
    return this.idempotency.once<EventDeliveriesDto>(keyClaim, 200, async (tx) => {
      await this.refuseUnsendable(tx, which);
      const [resent] = await tx.query<WithHints>(RESEND, which);
      // A resend to a single endpoint does not appear in the event stream.
      if (endpointId === undefined) await tx.query(ADD_RESEND, [merchant.id, eventId, newId('evt')]);
      tx.afterCommit(() => this.queue.hint(...(resent?.hints ?? [])));
      const [deliveries] = await tx.query<Body>(RESENT, [merchant.id, eventId]);
      return { id: eventId, body: (deliveries ?? notFound()).body };
    });
  }

  private async refuseUnsendable(tx: Tx, which: readonly (string | null)[]): Promise<void> {
    const [found] = await tx.query<{ hasEndpoint: boolean; endpointEnabled: boolean | null }>(RESENDABLE, which);
    if (!found) return notFound();
    if (which[2] === null) return;
    if (!found.hasEndpoint) throw new ApiError('endpoint_not_found', 'Webhook endpoint not found');
    if (!found.endpointEnabled) {
      throw new ApiError('endpoint_disabled', 'Webhook endpoint is disabled: enable it first', {
        field: 'endpoint_id',
      });
    }
  }
}

function notFound(): never {
  throw new ApiError('event_not_found', 'Event not found');
}
