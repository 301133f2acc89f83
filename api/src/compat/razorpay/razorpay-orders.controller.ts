import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { OrdersService } from '../../money/orders/orders.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { collection, orderEntity, paymentEntity } from './razorpay-entities.js';
import { expansionsOf, ordersAsked } from './razorpay-query.js';
import { notesOf, orderOf, type Sent } from './razorpay-requests.js';

/** The most payments of one order that a response holds. */
const MAX_PAYMENTS = 100;

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1/orders')
export class RazorpayOrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
  ) {}

  @Post()
  @HttpCode(200)
  @Can('orders:write')
  async create(@CurrentCaller() caller: Caller, @Body() body: Sent, @IdempotencyKey() key: GivenKey | null) {
    return orderEntity(await objectOf(this.orders.create(caller, orderOf(body ?? {}), key)));
  }

  @Get()
  @Can('orders:read')
  async list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    const { data } = await objectOf(this.orders.list(caller, ordersAsked(query)));
    const expand = expansionsOf(query);
    const items = data.map(orderEntity);
    if (!expand.has('payments')) return collection(items);
    return collection(
      await Promise.all(items.map(async (order) => ({ ...order, payments: await this.paymentsOf(caller, order.id) }))),
    );
  }

  @Get(':id')
  @Can('orders:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return orderEntity(await objectOf(this.orders.get(caller, id)));
  }

  @Patch(':id')
  @Can('orders:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return orderEntity(await objectOf(this.orders.update(caller, id, notesOf(body ?? {}), key)));
  }

  @Get(':id/payments')
  @Can('payments:read')
  async listPayments(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    await this.orders.get(caller, id);
    return this.paymentsOf(caller, id);
  }

  private async paymentsOf(caller: Caller, orderId: string) {
    const { data } = await objectOf(this.payments.list(caller, { order_id: orderId, limit: MAX_PAYMENTS }));
    return collection(data.map((payment) => paymentEntity(payment)));
  }
}
