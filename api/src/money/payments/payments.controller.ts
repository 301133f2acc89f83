import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED } from '../../platform/http/page.dto.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { ChargeListDto } from './charge.dto.js';
import { ChargesService } from './charges.service.js';
import { CapturePaymentDto, CreatePaymentDto, ListPaymentsDto, UpdatePaymentDto } from './create-payment.dto.js';
import { PaymentActionsService } from './payment-actions.service.js';
import { PaymentEdits } from './payment-edits.service.js';
import { PaymentDto, PaymentPageDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';

const notFound = 'Payment not found';

@ApiTags('Payments')
@Controller('api/v1/payments')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly actions: PaymentActionsService,
    private readonly charges: ChargesService,
    private readonly edits: PaymentEdits,
  ) {}

  @Post()
  @Can('payments:write')
  @Operation({
    summary: 'Pay an order by UPI or card',
    description:
      'Answers at once with `pending`; a worker takes it to the bank. A payment that the bank declines is no HTTP error: ' +
      'it ends `failed` with error_code, error_reason and error_description.',
    answer: PaymentDto,
    status: 201,
    idempotent: true,
    notFound: 'Order not found',
    errors: {
      INVALID_VPA: 'vpa must look like username@bank',
      INVALID_CARD: 'The card number, expiry or CVV is not valid',
      EXPIRED_CARD: 'The card has expired',
    },
    words: { order_already_paid: 'Order is already paid' },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreatePaymentDto, @IdempotencyKey() key: GivenKey | null) {
    return this.payments.create(caller, body, key);
  }

  @Get()
  @Can('payments:read')
  @Operation({
    summary: 'List payments, newest first',
    description: LISTED,
    answer: PaymentPageDto,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListPaymentsDto) {
    return this.payments.list(caller, query);
  }

  @Get(':id')
  @Can('payments:read')
  @Operation({ summary: 'Get a payment', answer: PaymentDto, notFound })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.payments.get(caller, id);
  }

  @Patch(':id')
  @Can('payments:write')
  @Operation({
    summary: 'Update a payment',
    description: 'In every state. Fields that are absent stay as they are. Announced as `payment.updated`.',
    answer: PaymentDto,
    idempotent: true,
    notFound,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdatePaymentDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.edits.update(caller, id, body, key);
  }

  @Get(':id/charges')
  @Can('payments:read')
  @Operation({
    summary: "List a payment's charges, oldest first",
    description: 'A charge is one try of the payment at one connection. A payment that was never sent has none.',
    answer: ChargeListDto,
    notFound,
  })
  listCharges(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.charges.list(caller, id);
  }

  @Post(':id/capture')
  @HttpCode(200)
  @Can('payments:capture')
  @Operation({
    summary: 'Capture an authorised payment, in full or in part',
    description:
      'One capture per payment; the rest is released. Repeating a finished capture of the same amount returns the same.',
    answer: PaymentDto,
    idempotent: true,
    notFound,
    words: { payment_not_capturable: 'Payment not in capturable state' },
  })
  capture(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: CapturePaymentDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.actions.capture(caller, id, body, key);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('payments:capture')
  @Operation({
    summary: 'Cancel a payment that was not captured',
    description:
      'Voids an authorisation, or closes a pending payment at the bank. The bank decides: a payment that it has captured stays captured.',
    answer: PaymentDto,
    idempotent: true,
    notFound,
    words: { payment_not_cancellable: 'Payment cannot be cancelled' },
  })
  cancel(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.actions.cancel(caller, id, key);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Can('payments:capture')
  @Operation({
    summary: 'Release a payment whose outcome is unknown',
    description:
      'For a payment that was cancelled or has expired and whose acquirer does not confirm the close: it ends `failed` with ' +
      'the reason `released`, and the order takes another payment. The merchant accepts that the shopper may have paid: ' +
      'money that still comes is given back by itself.',
    answer: PaymentDto,
    idempotent: true,
    notFound,
    words: { payment_not_releasable: 'Only a cancelled payment whose acquirer does not answer can be released' },
  })
  release(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.actions.release(caller, id, key);
  }
}
