import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor, Caller } from '../../accounts/access/caller.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService, type KeyState } from '../../platform/idempotency/idempotency.service.js';
import { claimValues, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { BankCalls } from './bank-calls.service.js';
import type { LeasedPayment } from './charge-outcome.js';
import type { AnswerActionDto, CapturePaymentDto } from './create-payment.dto.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder, type WaitingRequest } from './outcome-recorder.service.js';
import {
  bankNotAnswered,
  cancelAction,
  captureAction,
  type PaymentAction,
  type PaymentNow,
  type StepUpAnswer,
  stepUpAction,
} from './payment-action.js';
import { STATE } from './payment-actions.queries.js';
import { PaymentLeases } from './payment-leases.service.js';
import type { PaymentDto, PublicPaymentDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';

const POLL_INTERVAL_MS = 50;

/**
 * Capture, cancel and the answer to a step-up. The request is stored on the payment's row first; then the same HTTP request
 * calls the bank and records the outcome together with the idempotency key. If the bank does not answer within BANK_TIMEOUT
 * the response is 503, and the sweeper carries on.
 */
@Injectable()
export class PaymentActionsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly payments: PaymentsService,
    private readonly leases: PaymentLeases,
    private readonly bank: BankCalls,
    private readonly recorder: OutcomeRecorder,
    private readonly orderQueue: OrderQueueService,
    private readonly config: Config,
  ) {}

  capture(caller: Caller, paymentId: string, { amount }: CapturePaymentDto, key: GivenKey | null) {
    const { id: merchantId } = caller.merchant;
    const request = { actor: caller, key: this.idempotency.keyFor(key, merchantId) };
    return this.perform<PaymentDto>(merchantId, paymentId, captureAction(amount), request);
  }

  /** A payment that was never sent is cancelled without a call to the bank. */
  async cancel(caller: Caller, paymentId: string, key: GivenKey | null): Promise<StoredResponse<PaymentDto>> {
    const { id: merchantId } = caller.merchant;
    const request = { actor: caller, key: this.idempotency.keyFor(key, merchantId) };
    const replay = request.key && (await this.idempotency.replay<PaymentDto>(request.key));
    if (replay) return replay;
    const cancelled = await this.orderQueue.cancelPending(merchantId, paymentId, request);
    if (cancelled) return new StoredResponse(cancelled.body);
    return this.perform<PaymentDto>(merchantId, paymentId, cancelAction(), request);
  }

  async answer(
    actor: Actor,
    paymentId: string,
    body: AnswerActionDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PublicPaymentDto>> {
    const { merchantId, orderId, mode } = await this.payments.getPublic(paymentId);
    const answer = answerOf(body);
    if ('approve' in answer && mode === 'live') {
      throw new ApiError('test_merchant_only', 'Only the UPI app of a test merchant can be played');
    }
    const request = { actor, key: this.idempotency.keyFor(key, merchantId, `order:${orderId}`), public: true };
    return this.perform<PublicPaymentDto>(merchantId, paymentId, stepUpAction(answer), request);
  }

  /** Takes the payment and calls the bank, or waits until the payment can be taken, the action is done or is refused. */
  private async perform<T>(
    merchantId: string,
    paymentId: string,
    action: PaymentAction,
    request: WaitingRequest,
  ): Promise<StoredResponse<T>> {
    const giveUpAt = performance.now() + this.config.BANK_TIMEOUT;
    for (;;) {
      const known = await this.known<T>(request);
      if (known.response) return known.response;
      const payment = await this.take(merchantId, paymentId, action, request);
      if (payment) return this.callAndRecord<T>(payment, action, request);
      const now = await this.read(merchantId, paymentId);
      const state = action.stateOf(now, known.mark);
      if (state === 'done') {
        return this.idempotency.keep<T>(request.key, paymentId, request.public ? now.publicBody : now.body);
      }
      if (state !== 'wait') {
        const twin = await this.known<T>(request); // the same request may have begun or finished since the first look
        if (twin.response) return twin.response;
        if (twin.mark === known.mark) {
          if (request.key && known.mark !== null) await this.idempotency.free(request.key);
          throw state;
        }
      }
      if (performance.now() > giveUpAt) throw bankNotAnswered();
      await pause(POLL_INTERVAL_MS);
    }
  }

  /** Without a decision the key stays as begun and the request stays on the row: a repeat finds the result. */
  private async callAndRecord<T>(
    payment: LeasedPayment,
    action: PaymentAction,
    request: WaitingRequest,
  ): Promise<StoredResponse<T>> {
    const { traceParent } = request.actor;
    const next = await this.bank.traced(payment, traceParent, () => action.call(this.bank, payment));
    const refusal = action.refusalAfter(next);
    const key = refusal && next.open ? null : request.key;
    const recorded = await this.recorder.record(payment, next, { ...request, key, refused: refusal !== null });
    if (refusal || !recorded) throw refusal ?? bankNotAnswered();
    return new StoredResponse<T>(recorded.body);
  }

  private known<T>({ key }: WaitingRequest): Promise<KeyState<T>> {
    return key ? this.idempotency.lookUp<T>(key) : Promise.resolve({ response: null, mark: null });
  }

  private async take(
    merchantId: string,
    paymentId: string,
    { take, value }: PaymentAction,
    { key }: WaitingRequest,
  ): Promise<LeasedPayment | undefined> {
    const values = [merchantId, paymentId, this.leases.leaseMs, value, ...claimValues(key)];
    const [payment] = await this.database.query<LeasedPayment>(take, values);
    return payment;
  }

  private async read(merchantId: string, paymentId: string): Promise<PaymentNow> {
    const [payment] = await this.database.query<PaymentNow>(STATE, [merchantId, paymentId]);
    if (!payment) throw new ApiError('payment_not_found', 'Payment not found');
    return payment;
  }
}

function answerOf({ otp, approve }: AnswerActionDto): StepUpAnswer {
  if (otp !== undefined && approve === undefined) return { otp };
  if (approve !== undefined && otp === undefined) return { approve };
  throw new ApiError('conflicting_parameters', 'Answer with either otp or approve, as next_action.type says');
}
