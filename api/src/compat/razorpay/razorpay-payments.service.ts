import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { ApiKeySignatures } from '../../accounts/api-keys/api-key-signatures.service.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import { OrdersService } from '../../money/orders/orders.service.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { PaymentWatch } from '../../money/payments/payment-watch.js';
import { PaymentActionsService } from '../../money/payments/payment-actions.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { Wait } from '../../platform/http/waiting.js';
import { objectOf } from '../../platform/http/stored-response.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { DeclinedPayment, RAZORPAY_PATH } from './razorpay-errors.js';
import type { DirectPayment } from './razorpay-requests.js';

/** How long a direct payment waits for the bank. Then it is left `created`, and the client polls. */
const WAIT_MS = 10_000;

/** What a payment needs from the caller next, or its signature. */
@Injectable()
export class RazorpayPayments {
  constructor(
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
    private readonly actions: PaymentActionsService,
    private readonly signatures: ApiKeySignatures,
    private readonly watch: PaymentWatch,
  ) {}

  /** Pays an order from the merchant's server, and waits for the bank's first response. */
  async pay(caller: Caller, { payment, amount, currency }: DirectPayment, key: GivenKey | null, wait: Wait) {
    const order = await objectOf<OrderDto>(this.orders.get(caller, payment.order_id));
    if (amount !== undefined && amount !== order.amount) throw differs('amount', order.amount);
    if (currency !== undefined && currency !== order.currency) throw differs('currency', order.currency);
    const { id } = await objectOf<PaymentDto>(this.payments.create(caller, payment, key));
    return this.nextStep(caller, await this.decided(caller, id, wait));
  }

  async submitOtp(caller: Caller, paymentId: string, otp: string, key: GivenKey | null, wait: Wait) {
    await this.payments.get(caller, paymentId); // the step-up is found by id alone: it must be the caller's
    await this.actions.submitAction(caller, paymentId, { otp }, key);
    const payment = await this.decided(caller, paymentId, wait);
    if (payment.next_action?.type === 'otp') throw wrongOtp(payment.next_action.attempts_left);
    return this.nextStep(caller, payment);
  }

  /** Only of a payment that has succeeded, for its own order, with the caller's own key. */
  async signature({ merchant, actor }: Caller, { id, order_id: orderId }: PaymentDto): Promise<string> {
    const keyId = actor.replace(/^api_key:/, '');
    return this.signatures.sign(merchant.id, keyId, `${orderId}|${id}`);
  }

  private async decided(caller: Caller, paymentId: string, wait: Wait): Promise<PaymentDto> {
    await wait(() => this.watch.decided(paymentId, WAIT_MS));
    return objectOf<PaymentDto>(this.payments.get(caller, paymentId));
  }

  private async nextStep(caller: Caller, payment: PaymentDto) {
    const { id, order_id: orderId, status, next_action: action } = payment;
    if (status === 'success') {
      const razorpay_signature = await this.signature(caller, payment);
      return { razorpay_payment_id: id, razorpay_order_id: orderId, razorpay_signature };
    }
    if (status !== 'pending' && status !== 'requires_action') throw new DeclinedPayment(payment);
    const path = `${RAZORPAY_PATH}v1/payments/${id}`;
    const next =
      action?.type === 'otp'
        ? { action: 'otp_submit', url: `${path}/otp/submit` }
        : action?.type === 'redirect'
          ? { action: 'redirect', url: action.url }
          : action?.type === 'upi_approve'
            ? { action: 'intent', url: action.upi_link }
            : { action: 'poll', url: path };
    return { razorpay_payment_id: id, next: [next] };
  }
}

function wrongOtp(left: number): ApiError {
  const description = `The OTP is incorrect: it can be entered ${left} more ${left === 1 ? 'time' : 'times'}`;
  return new ApiError('wrong_otp', description, { field: 'otp' });
}

function differs(field: string, own: number | string): ApiError {
  return new ApiError('invalid_parameter', `The ${field} differs from the order's, which is ${own}`, { field });
}
