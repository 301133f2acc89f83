import { Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';
import { RefundsService } from '../../money/refunds/refunds.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { alsoNeeds } from './stripe-access.js';
import { Given, StripeController } from './stripe-controller.js';
import { listEntity, REFUND_REASONS, refundEntity } from './stripe-entities.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { ownId } from './stripe-ids.js';
import { pageAsked } from './stripe-lists.js';
import { mergedNotes, notesOf } from './stripe-metadata.js';
import type { Parameters } from './stripe-parameters.js';

@StripeController('refunds')
export class StripeRefundsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly refunds: RefundsService,
    private readonly expansions: StripeExpansions,
  ) {}

  /** Without an amount, all that is left is refunded. */
  @Post()
  @HttpCode(200)
  @Can('refunds:write')
  async create(@CurrentCaller() caller: Caller, @Given() sent: Parameters, @IdempotencyKey() key: GivenKey | null) {
    const amount = sent.integer('amount');
    if (amount !== undefined && amount < 1) throw sent.invalid('amount', 'Invalid positive integer');
    const reason = sent.oneOf('reason', REFUND_REASONS);
    const notes = notesOf(sent.metadata());
    const paymentId = await this.paymentOf(caller, sent);
    sent.end('instructions_email');
    const wanted = { paymentId, notes, ...(amount !== undefined && { amount }), ...(reason && { reason }) };
    const refund = await objectOf<RefundDto>(this.refunds.create(caller, wanted, key));
    return this.expansions.expand(caller, refundEntity(refund), sent);
  }

  @Get()
  @Can('refunds:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('refund', sent);
    const [intent, charge] = [sent.text('payment_intent'), sent.text('charge')];
    sent.end();
    const asked = {
      ...page,
      ...(intent && { order_id: ownId('payment_intent', intent, 'payment_intent') }),
      ...(charge && { payment_id: ownId('charge', charge, 'charge') }),
    };
    const { data, has_more } = await objectOf(this.refunds.list(caller, asked));
    return this.expansions.expand(caller, listEntity('/v1/refunds', data.map(refundEntity), has_more), sent);
  }

  @Get(':id')
  @Can('refunds:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    const refund = await objectOf(this.refunds.get(caller, ownId('refund', id)));
    return this.expansions.expand(caller, refundEntity(refund), sent);
  }

  @Post(':id')
  @HttpCode(200)
  @Can('refunds:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const metadata = sent.metadata();
    sent.end();
    const refund = await objectOf(this.refunds.get(caller, ownId('refund', id)));
    if (metadata === undefined) return this.expansions.expand(caller, refundEntity(refund), sent);
    const notes = mergedNotes(refund.notes, metadata);
    const updated = await objectOf<RefundDto>(this.refunds.update(caller, refund.id, { notes }, key));
    return this.expansions.expand(caller, refundEntity(updated), sent);
  }

  /** The charge that is named, or that of the intent. */
  private async paymentOf(caller: Caller, sent: Parameters): Promise<string> {
    const [charge, intent] = [sent.text('charge'), sent.text('payment_intent')];
    if (charge !== undefined) return ownId('charge', charge, 'charge');
    if (intent === undefined) {
      const description = 'One of the following params should be provided for this request: payment_intent or charge.';
      throw new ApiError('missing_parameter', description, { field: 'payment_intent' });
    }
    alsoNeeds(caller, 'payments:read');
    const [payment] = await this.payments.latestOf(caller, [ownId('payment_intent', intent, 'payment_intent')]);
    if (payment) return payment.id;
    throw new ApiError('payment_not_captured', 'This PaymentIntent does not have a successful charge to refund.', {
      field: 'payment_intent',
    });
  }
}
