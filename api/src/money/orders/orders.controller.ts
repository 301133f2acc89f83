import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED } from '../../platform/http/page.dto.js';
import { Public } from '../../platform/http/public-route.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { CreateOrderDto, ListOrdersDto, UpdateOrderDto } from './create-order.dto.js';
import { OrderDto, OrderOfPaymentDto, OrderPageDto, PublicOrderDto } from './order.dto.js';
import { OrdersService } from './orders.service.js';

@ApiTags('Orders')
@ApiExtraModels(OrderOfPaymentDto)
@Controller('api/v1/orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @Can('orders:write')
  @Operation({ summary: 'Create an order', answer: OrderDto, status: 201, idempotent: true })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateOrderDto, @IdempotencyKey() key: GivenKey | null) {
    return this.orders.create(caller, body, key);
  }

  @Get()
  @Can('orders:read')
  @Operation({
    summary: 'List orders, newest first',
    description: LISTED,
    answer: OrderPageDto,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListOrdersDto) {
    return this.orders.list(caller, query);
  }

  @Get(':id')
  @Can('orders:read')
  @Operation({ summary: 'Get an order', answer: OrderDto, notFound: 'Order not found' })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.orders.get(caller, id);
  }

  @Patch(':id')
  @Can('orders:write')
  @Operation({
    summary: 'Update an order',
    description: 'In every state. Fields that are absent stay as they are. Announced as `order.updated`.',
    answer: OrderDto,
    idempotent: true,
    notFound: 'Order not found',
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateOrderDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.orders.update(caller, id, body, key);
  }

  @Get(':id/public')
  @Public('read')
  @Operation({
    summary: 'What a shopper may see of an order',
    answer: PublicOrderDto,
    notFound: 'Order not found',
    public: true,
  })
  getPublic(@Param('id') id: string) {
    return this.orders.getPublic(id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('orders:write')
  @Operation({
    summary: 'Cancel an order',
    description: 'Refused while a payment of it is at the bank or has succeeded. A repeat returns the same.',
    answer: OrderDto,
    idempotent: true,
    notFound: 'Order not found',
    words: { order_already_paid: 'Order is already paid' },
  })
  cancel(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.orders.cancel(caller, id, key);
  }
}
