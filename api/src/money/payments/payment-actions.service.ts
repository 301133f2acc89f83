import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor, Caller } from '../../accounts/access/caller.js';
import type { ActionSubmission } from '../../acquiring/connectors/connector.js';
import { Config } from '../../platform/config/config.module.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService, type KeyState } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { Adoption } from './adoption.service.js';
import { BankCalls } from './bank-calls.service.js';
import { ChargeLeases } from './charge-leases.service.js';
import type { LeasedCharge } from './leased-charge.js';
import type { AnswerActionDto, CapturePaymentDto } from './create-payment.dto.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder, type WaitingRequest } from './outcome-recorder.service.js';
import {
  bankNotAnswered,
  cancelAction,
  captureAction,
  type PaymentAction,
  releaseAction,
  stepUpAction,
} from './payment-action.js';
import type { PaymentDto, PublicPaymentDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';

const POLL_INTERVAL_MS = 50;

/**
 * Capture, cancel and step-up. The request is first stored on the payment's charge; then the same HTTP request calls the
 * bank and records the outcome together with the idempotency key. If the call times out, the response is 503 and the
 * sweeper retries it.
 */
@Injectable()
export class PaymentActionsService {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly payments: PaymentsService,
    private readonly leases: ChargeLeases,
    private readonly adoption: Adoption,
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

  release(caller: Caller, paymentId: string, key: GivenKey | null) {
    const { id: merchantId } = caller.merchant;
    const request = { actor: caller, key: this.idempotency.keyFor(key, merchantId) };
    return this.perform<PaymentDto>(merchantId, paymentId, releaseAction(), request);
  }

  async submitAction(
    actor: Actor,
    paymentId: string,
    body: AnswerActionDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PublicPaymentDto>> {
    const { merchantId, orderId, mode } = await this.payments.getPublic(paymentId);
    const submission = submissionOf(body);
    if ('approve' in submission && mode === 'live') {
      throw new ApiError(
        'test_merchant_only',
        'approve is only for test merchants: live shoppers approve in their UPI app',
      );
    }
    const request = { actor, key: this.idempotency.keyFor(key, merchantId, `order:${orderId}`), public: true };
    return this.perform<PublicPaymentDto>(merchantId, paymentId, stepUpAction(submission), request);
  }

  /**
   * Takes the payment's charge and calls the bank. If it cannot be taken, polls until the action is done or refused.
   */
  private async perform<T>(
    merchantId: string,
    paymentId: string,
    action: PaymentAction,
    request: WaitingRequest,
  ): Promise<StoredResponse<T>> {
    const giveUpAt = performance.now() + this.config.BANK_TIMEOUT;
    for (;;) {
      const known = await this.lookUpKey<T>(request);
      if (known.response) return known.response;
      const charge = await this.leases.takeFor(action, merchantId, paymentId, request.key);
      if (charge) return this.callAndRecord<T>(charge, action, request);
      const now = await this.leases.stateOf(merchantId, paymentId);
      if (now.needsAdoption && (await this.adoption.adopt(merchantId, paymentId))) continue;
      const state = action.stateOf(now, known.mark);
      if (state === 'done') {
        return this.idempotency.keep<T>(request.key, paymentId, request.public ? now.publicBody : now.body);
      }
      if (state !== 'wait') {
        const latest = await this.lookUpKey<T>(request);
        if (latest.response) return latest.response;
        // If the key has not changed, no duplicate of this request has begun or finished since the state was read.
        if (latest.mark === known.mark) return this.refuse(state, request, known);
      }
      if (performance.now() > giveUpAt) throw bankNotAnswered();
      await pause(POLL_INTERVAL_MS);
    }
  }

  /**
   * If the bank has not decided, the key stays begun and the request stays on the charge: a repeat returns the outcome.
   */
  private async callAndRecord<T>(
    charge: LeasedCharge,
    action: PaymentAction,
    request: WaitingRequest,
  ): Promise<StoredResponse<T>> {
    const { traceParent } = request.actor;
    const next = await this.bank.traced(charge, traceParent, () => action.call(this.bank, charge));
    const error = action.errorAfter(next);
    const key = error && next.open ? null : request.key;
    const recorded = await this.recorder.record(charge, next, { ...request, key, refused: error !== null });
    if (error || !recorded) throw error ?? bankNotAnswered();
    return new StoredResponse<T>(recorded.body);
  }

  private lookUpKey<T>({ key }: WaitingRequest): Promise<KeyState<T>> {
    return key ? this.idempotency.lookUp<T>(key) : Promise.resolve({ response: null, mark: null });
  }

  private async refuse(error: ApiError, { key }: WaitingRequest, { mark }: KeyState<unknown>): Promise<never> {
    if (key && mark !== null) await this.idempotency.free(key);
    throw error;
  }
}

function submissionOf({ otp, approve }: AnswerActionDto): ActionSubmission {
  if (otp !== undefined && approve === undefined) return { otp };
  if (approve !== undefined && otp === undefined) return { approve };
  throw new ApiError('conflicting_parameters', 'Send either otp or approve, depending on next_action.type');
}
