import { Get, Param } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import type { EventDetailDto } from '../../messaging/events/event.dto.js';
import { EventsService } from '../../messaging/events/events.service.js';
import { cursorOf } from '../../platform/database/cursor.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { Given, StripeController } from './stripe-controller.js';
import { listEntity } from './stripe-entities.js';
import { eventEntity, type StoredEvent, TRANSLATED, typesOf } from './stripe-events.js';
import { noSuch, ownId } from './stripe-ids.js';
import { StripeIntents } from './stripe-intents.service.js';
import { type AskedPage, pageAsked } from './stripe-lists.js';
import type { Parameters } from './stripe-parameters.js';

/** Pages of the gateway's events that one page of Stripe's reads at most: two of Stripe's types may be one of the gateway's. */
const MAX_PAGES = 10;

@StripeController('events')
export class StripeEventsController {
  constructor(
    private readonly events: EventsService,
    private readonly intents: StripeIntents,
  ) {}

  @Get()
  @Can('events:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('event', sent);
    const [type, types] = [sent.text('type'), sent.list('types')?.map(String)];
    sent.end();
    const names = type === undefined ? types : [type];
    return this.pageOf(caller, page, names);
  }

  @Get(':id')
  @Can('events:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    const event = await objectOf<EventDetailDto>(this.events.get(caller, ownId('event', id)));
    const pending = event.deliveries.filter(({ status }) => status === 'pending').length;
    const shown = this.shown(event.payload, pending);
    if (shown) return shown;
    throw new ApiError('event_not_found', noSuch('event', id));
  }

  private async pageOf(caller: Caller, page: AskedPage, names: readonly string[] | undefined) {
    const wanted = names ? typesOf(names) : TRANSLATED;
    const found: NonNullable<ReturnType<typeof eventEntity>>[] = [];
    let at: Pick<AskedPage, 'cursor' | 'newerThan'> = page;
    for (let pages = 0; pages < MAX_PAGES && wanted.length > 0; pages++) {
      const asked = { ...page, ...at, types: wanted };
      const { data, has_more } = await objectOf(this.events.list(caller, asked));
      const shown = data.map(({ payload }) => this.shown(payload, 0)).filter((event) => event !== null);
      const fitting = shown.filter(({ type }) => !names || names.includes(type));
      if (page.newerThan === undefined) found.push(...fitting);
      else found.unshift(...fitting);
      if (found.length > page.limit) return listEntity('/v1/events', this.cut(found, page), true);
      const [newest, oldest] = [data[0], data.at(-1)];
      if (!has_more || !newest || !oldest) return listEntity('/v1/events', found, false);
      if (found.length === page.limit) return listEntity('/v1/events', found, true);
      at = page.newerThan === undefined ? { cursor: cursorOf(oldest.id) } : { newerThan: newest.id };
    }
    return listEntity('/v1/events', found, false);
  }

  /** Of too many events those next to the id that the page begins at. */
  private cut<Event>(found: readonly Event[], { limit, newerThan }: AskedPage): Event[] {
    return newerThan === undefined ? found.slice(0, limit) : found.slice(-limit);
  }

  private shown(payload: Record<string, unknown>, pending: number) {
    return eventEntity(payload as unknown as StoredEvent, this.intents.checkoutUrl, pending);
  }
}
