import { Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import { OrdersService } from '../../money/orders/orders.service.js';
import { Clock } from '../../platform/clock.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { Given, StripeController } from './stripe-controller.js';
import { listEntity } from './stripe-entities.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { ownId } from './stripe-ids.js';
import { StripeIntentEnds } from './stripe-intent-ends.service.js';
import { StripeIntents } from './stripe-intents.service.js';
import { pageAsked } from './stripe-lists.js';
import { mergedNotes } from './stripe-metadata.js';
import type { Parameters } from './stripe-parameters.js';
import { newSessionOf } from './stripe-session-requests.js';
import { itemEntities, sessionEntity } from './stripe-sessions.js';

/** A session is an order with line items and its hosted page. */
@StripeController('checkout/sessions')
export class StripeSessionsController {
  constructor(
    private readonly orders: OrdersService,
    private readonly intents: StripeIntents,
    private readonly ends: StripeIntentEnds,
    private readonly expansions: StripeExpansions,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Can('orders:write')
  async create(@CurrentCaller() caller: Caller, @Given() sent: Parameters, @IdempotencyKey() key: GivenKey | null) {
    const orderId = newId('order');
    const order = newSessionOf(sent, orderId, Math.floor(this.clock.now().getTime() / 1_000));
    return this.shown(caller, await objectOf<OrderDto>(this.orders.create(caller, order, key, orderId)), sent);
  }

  @Get()
  @Can('orders:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('checkout.session', sent);
    const [intent, customer] = [sent.text('payment_intent'), sent.text('customer')];
    sent.end();
    if (intent !== undefined) {
      const order = await objectOf(this.orders.get(caller, ownId('payment_intent', intent, 'payment_intent')));
      return this.listed(caller, order.line_items ? [order] : [], false, sent);
    }
    const asked = { ...page, ...(customer && { customer_id: ownId('customer', customer, 'customer') }) };
    const { data, has_more } = await objectOf(this.orders.list(caller, { ...asked, itemized: true }));
    return this.listed(caller, data, has_more, sent);
  }

  @Get(':id')
  @Can('orders:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    return this.shown(caller, await this.find(caller, id), sent);
  }

  @Post(':id')
  @HttpCode(200)
  @Can('orders:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const metadata = sent.metadata();
    sent.end();
    const order = await this.find(caller, id);
    if (metadata === undefined) return this.shown(caller, order, sent);
    const notes = mergedNotes(order.notes, metadata);
    return this.shown(caller, await objectOf<OrderDto>(this.orders.update(caller, order.id, { notes }, key)), sent);
  }

  @Post(':id/expire')
  @HttpCode(200)
  @Can('orders:write')
  async expire(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.shown(caller, await this.ends.expire(caller, id, sent, key), sent);
  }

  @Get(':id/line_items')
  @Can('orders:read')
  async lineItems(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    const limit = sent.integer('limit') ?? 10;
    const after = sent.text('starting_after');
    sent.end();
    const items = itemEntities(await this.find(caller, id));
    const start = after === undefined ? 0 : items.findIndex((item) => item.id === after) + 1;
    const url = `/v1/checkout/sessions/${id}/line_items`;
    return listEntity(url, items.slice(start, start + limit), items.length > start + limit);
  }

  private find(caller: Caller, id: string): Promise<OrderDto> {
    return objectOf(this.orders.get(caller, ownId('checkout.session', id)));
  }

  private async entities(caller: Caller, orders: readonly OrderDto[]) {
    const authorized = await this.intents.authorized(caller, orders);
    return orders.map((order) => sessionEntity(order, this.intents.checkoutUrl, authorized.has(order.id)));
  }

  /** `line_items` is shown only if it is asked for. */
  private async shown(caller: Caller, order: OrderDto, sent: Parameters) {
    const isAsked = (sent.list('expand') ?? []).some((path) => String(path).startsWith('line_items'));
    const [session] = await this.entities(caller, [order]);
    if (!session) throw new Error('no session');
    const url = `/v1/checkout/sessions/${session.id}/line_items`;
    const items = isAsked ? { line_items: listEntity(url, itemEntities(order), false) } : {};
    return this.expansions.expand(caller, { ...session, ...items }, sent);
  }

  private async listed(caller: Caller, orders: readonly OrderDto[], hasMore: boolean, sent: Parameters) {
    const sessions = await this.entities(caller, orders);
    return this.expansions.expand(caller, listEntity('/v1/checkout/sessions', sessions, hasMore), sent);
  }
}
