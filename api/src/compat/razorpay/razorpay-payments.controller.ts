import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { PaymentActionsService } from '../../money/payments/payment-actions.service.js';
import { PaymentEdits } from '../../money/payments/payment-edits.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { type Wait, Waiting } from '../../platform/http/waiting.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { cardEntity, collection, paymentEntity } from './razorpay-entities.js';
import { RazorpayPayments } from './razorpay-payments.service.js';
import { expansionsOf, pageOf } from './razorpay-query.js';
import { captureRequestOf, notesOf, otpOf, paymentOf, type Sent, vpaOf } from './razorpay-requests.js';

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1/payments')
export class RazorpayPaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly actions: PaymentActionsService,
    private readonly edits: PaymentEdits,
    private readonly direct: RazorpayPayments,
  ) {}

  @Get()
  @Can('payments:read')
  async list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    const { data } = await objectOf(this.payments.list(caller, pageOf(query)));
    const expand = expansionsOf(query);
    return collection(data.map((payment) => paymentEntity(payment, expand)));
  }

  @Post('create/json')
  @HttpCode(200)
  @Can('payments:write')
  pay(
    @CurrentCaller() caller: Caller,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
    @Waiting() wait: Wait,
  ) {
    return this.direct.pay(caller, paymentOf(body ?? {}), key, wait);
  }

  @Post('create/upi')
  @HttpCode(200)
  @Can('payments:write')
  payByUpi(
    @CurrentCaller() caller: Caller,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
    @Waiting() wait: Wait,
  ) {
    return this.direct.pay(caller, paymentOf(body ?? {}, 'upi'), key, wait);
  }

  @Post('validate/vpa')
  @HttpCode(200)
  @Can('payments:read')
  validateVpa(@Body() body: Sent) {
    return vpaOf(body ?? {});
  }

  @Get(':id')
  @Can('payments:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: Sent) {
    return paymentEntity(await objectOf(this.payments.get(caller, id)), expansionsOf(query));
  }

  @Patch(':id')
  @Can('payments:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return paymentEntity(await objectOf(this.edits.update(caller, id, notesOf(body ?? {}), key)));
  }

  @Get(':id/card')
  @Can('payments:read')
  async card(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    const payment = await objectOf(this.payments.get(caller, id));
    if (payment.method !== 'card') throw new ApiError('invalid_parameter', 'The payment was not made by card');
    return cardEntity(payment);
  }

  /** Razorpay captures in full only, and refuses what is captured already. */
  @Post(':id/capture')
  @HttpCode(200)
  @Can('payments:capture')
  async capture(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const { amount, currency } = captureRequestOf(body ?? {});
    const payment = await objectOf(this.payments.get(caller, id));
    refuseCapture(payment, amount, currency, key !== null);
    return paymentEntity(await objectOf<PaymentDto>(this.actions.capture(caller, id, { amount }, key)));
  }

  @Post(':id/otp/submit')
  @HttpCode(200)
  @Can('payments:write')
  submitOtp(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
    @Waiting() wait: Wait,
  ) {
    return this.direct.submitOtp(caller, id, otpOf(body ?? {}), key, wait);
  }
}

/** With a key the repeat of a finished capture returns its response. */
function refuseCapture(payment: PaymentDto, amount: number, currency: string | undefined, isKeyed: boolean): void {
  if (payment.captured && !isKeyed) {
    throw new ApiError('payment_not_capturable', 'This payment has already been captured');
  }
  if (amount !== payment.amount) {
    throw new ApiError('invalid_parameter', 'Capture amount must be equal to the amount authorized', {
      field: 'amount',
    });
  }
  if (currency !== undefined && currency !== payment.currency) {
    throw new ApiError('invalid_parameter', `The currency must be ${payment.currency}`, { field: 'currency' });
  }
}
