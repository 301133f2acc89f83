import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller, Actor } from '../../accounts/access/caller.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { claimValues, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { IdempotencyService, type Known } from '../../platform/idempotency/idempotency.service.js';
import type { AnswerActionDto, CapturePaymentDto } from './create-payment.dto.js';
import type { PaymentDto, PublicPaymentDto } from './payment.dto.js';
import type { PaymentStatus } from './payment.states.js';
import { PaymentsService } from './payments.service.js';
import {
  STATE,
  TAKE_FOR_ANSWER,
  TAKE_FOR_CANCEL,
  TAKE_FOR_CAPTURE,
  VERSIONS_OF_AN_ANSWER,
} from './charging.queries.js';
import { type ActionRequest, ChargingService } from './charging.service.js';
import { type LeasedPayment, UNSENT, type NextState } from './charge-outcome.js';
import { OrderQueueService } from './order-queue.service.js';

interface State {
  status: PaymentStatus;
  captured: boolean;
  amount: number;
  amountCaptured: number;
  captureAmount: number | null;
  cancelRequested: boolean;
  version: number;
  actionType: string | null;
  actionOpen: boolean | null;
  body: string;
  publicBody: string;
}

/**
 * What a look at the row decides when an action could not take it. `wait`: somebody is at the bank for it right now, or
 * has just left it. Never a refusal while it may still be taken, or the intent could be carried out after all.
 */
type ActionState = 'wait' | 'done' | ApiError;

const POLL_INTERVAL_MS = 50;

/**
 * Capture, cancel and the answer to a step-up: the intent is committed first, then the same request asks the bank and
 * commits the verdict with the idempotency key. No verdict within the deadline: 503, and the sweeper asks on.
 */
@Injectable()
export class PaymentActionsService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly settlement: ChargingService,
    private readonly waiting: OrderQueueService,
    private readonly payments: PaymentsService,
    private readonly connectors: Connectors,
    private readonly config: Config,
  ) {}

  capture(
    caller: Caller,
    paymentId: string,
    { amount }: CapturePaymentDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PaymentDto>> {
    const refused = new ApiError('payment_not_capturable', 'Payment not in capturable state');
    return this.act<PaymentDto>(
      caller.merchant.id,
      paymentId,
      { actor: caller, key: this.idempotency.keyFor(key, caller.merchant.id) },
      {
        take: (asked) => this.take(TAKE_FOR_CAPTURE, asked, caller.merchant.id, paymentId, amount ?? null),
        ask: (payment) => this.settlement.capture(payment),
        standing: (state) => {
          const wanted = amount ?? state.amount;
          if (wanted > state.amount) {
            return new ApiError('capture_exceeds_authorised', `amount must be at most ${state.amount}`, {
              field: 'amount',
            });
          }
          if (state.captured) return state.amountCaptured === wanted ? 'done' : refused;
          if (state.status !== 'success' || state.cancelRequested) return refused;
          return (state.captureAmount ?? wanted) === wanted ? 'wait' : refused;
        },
        refusedAfter: (verdict) => (verdict.capturedNow ? null : verdict.open ? bankNotAnswered() : refused),
      },
    );
  }

  async cancel(caller: Caller, paymentId: string, key: GivenKey | null): Promise<StoredResponse<PaymentDto>> {
    const refused = new ApiError('payment_not_cancellable', 'Payment cannot be cancelled');
    const asked: ActionRequest = { actor: caller, key: this.idempotency.keyFor(key, caller.merchant.id) };
    const replay = asked.key && (await this.idempotency.replay<PaymentDto>(asked.key));
    if (replay) return replay;
    const early = await this.waiting.endPending(caller.merchant.id, paymentId, async (tx, row) => {
      const begun = !asked.key || (await this.idempotency.begin(tx, asked.key, paymentId));
      return begun ? this.settlement.write(tx, row, UNSENT, asked) : undefined;
    });
    if (early) return new StoredResponse(early.body);
    return this.act<PaymentDto>(caller.merchant.id, paymentId, asked, {
      take: () => this.take(TAKE_FOR_CANCEL, asked, caller.merchant.id, paymentId, 'requested'),
      ask: (payment) => this.settlement.cancel(payment),
      standing: (state) => {
        if (state.status === 'cancelled') return 'done';
        const open =
          state.status === 'processing' ||
          state.status === 'requires_action' ||
          (state.status === 'success' && !state.captured);
        return open && state.captureAmount === null ? 'wait' : refused;
      },
      refusedAfter: (verdict) => (verdict.status === 'cancelled' ? null : verdict.open ? bankNotAnswered() : refused),
    });
  }

  /**
   * The shopper's answer to a step-up, which is never stored: a repeat cannot ask again, and is told the verdict that
   * followed the first, by its version. Once the payment has moved on from there, only that.
   */
  async answer(
    origin: Actor,
    paymentId: string,
    body: AnswerActionDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PublicPaymentDto>> {
    const { merchantId, orderId, mode } = await this.payments.getPublic(paymentId);
    const claim = this.idempotency.keyFor(key, merchantId, `order:${orderId}`);
    const type = body.otp === undefined ? 'upi_approve' : 'otp';
    const reply = body.otp === undefined ? { approve: body.approve ?? false } : { otp: body.otp };
    if ((body.otp === undefined) === (body.approve === undefined)) {
      throw new ApiError('conflicting_parameters', 'Answer with either otp or approve, as next_action.type says');
    }
    if (type === 'upi_approve' && mode === 'live') {
      throw new ApiError('test_merchant_only', 'Only the UPI app of a test merchant can be played');
    }
    return this.act<PublicPaymentDto>(
      merchantId,
      paymentId,
      { actor: origin, key: claim, public: true },
      {
        take: (asked) => this.take(TAKE_FOR_ANSWER, asked, merchantId, paymentId, type),
        ask: async (payment) =>
          this.settlement.answerVerdict(payment, await this.connectors.for(payment.mode).submitAction(payment.id, reply)),
        standing: (state, begun) => {
          if (state.status === 'processing' && (begun !== null || state.actionType !== null)) return 'wait';
          if (begun !== null) return state.version === Number(begun) + VERSIONS_OF_AN_ANSWER ? 'done' : paymentMovedOn();
          const waits = state.status === 'requires_action' && state.actionType !== null && state.actionType !== type;
          if (state.status === 'requires_action' && !waits && state.actionOpen && !state.cancelRequested) return 'wait';
          return waits
            ? new ApiError('other_action_expected', `This payment waits for ${state.actionType}`)
            : new ApiError('no_action_expected', 'This payment waits for no action');
        },
        refusedAfter: (verdict) => (verdict.open === 'unknown' ? bankNotAnswered() : null),
      },
    );
  }

  private async act<T>(
    merchantId: string,
    paymentId: string,
    asked: ActionRequest,
    action: {
      take: (asked: ActionRequest) => Promise<LeasedPayment | undefined>;
      ask: (payment: LeasedPayment) => Promise<NextState>;
      /** `begun`: the mark of this very request, when it has begun under its key before. */
      standing: (state: State, begun: string | null) => ActionState;
      refusedAfter: (verdict: NextState) => ApiError | null;
    },
  ): Promise<StoredResponse<T>> {
    const giveUpAt = performance.now() + this.config.BANK_TIMEOUT;
    for (;;) {
      const known = await this.known<T>(asked);
      if (known.answer) return known.answer;
      const payment = await action.take(asked);
      if (payment) return this.askAndRecord<T>(payment, asked, action);
      const state = await this.state(merchantId, paymentId);
      const standing = action.standing(state, known.begun);
      if (standing === 'done') {
        return this.idempotency.keep<T>(asked.key, paymentId, asked.public ? state.publicBody : state.body);
      }
      if (standing !== 'wait') {
        const twin = await this.known<T>(asked); // it may have begun or finished since the look above
        if (twin.answer) return twin.answer;
        if (twin.begun === known.begun) {
          if (asked.key && known.begun !== null) await this.idempotency.free(asked.key);
          throw standing;
        }
      }
      if (performance.now() > giveUpAt) throw bankNotAnswered();
      await pause(POLL_INTERVAL_MS);
    }
  }

  /** Undecided within the deadline, the key stays as begun: the intent stands, and the repeat finds the result. */
  private async askAndRecord<T>(
    payment: LeasedPayment,
    asked: ActionRequest,
    action: { ask: (payment: LeasedPayment) => Promise<NextState>; refusedAfter: (verdict: NextState) => ApiError | null },
  ): Promise<StoredResponse<T>> {
    const verdict = await this.settlement.askTraced(payment, asked.actor.traceParent, () => action.ask(payment));
    const refused = action.refusedAfter(verdict);
    const claim = refused && verdict.open ? null : asked.key;
    const recorded = await this.settlement.record(payment, verdict, { ...asked, key: claim, refused: refused !== null });
    if (refused || !recorded) throw refused ?? bankNotAnswered();
    return new StoredResponse<T>(recorded.body);
  }

  private known<T>({ key: claim }: ActionRequest): Promise<Known<T>> {
    return claim ? this.idempotency.look<T>(claim) : Promise.resolve({ answer: null, begun: null });
  }

  private async take(
    statement: typeof TAKE_FOR_CAPTURE,
    { key: claim }: ActionRequest,
    merchantId: string,
    paymentId: string,
    what: string | number | null,
  ) {
    const values = [merchantId, paymentId, this.settlement.leaseMs, what, ...claimValues(claim)];
    const [payment] = await this.database.query<LeasedPayment>(statement, values);
    return payment;
  }

  private async state(merchantId: string, paymentId: string): Promise<State> {
    const [state] = await this.database.query<State>(STATE, [merchantId, paymentId]);
    if (!state) throw new ApiError('payment_not_found', 'Payment not found');
    return state;
  }
}

function bankNotAnswered(): ApiError {
  return new ApiError('bank_not_answered', 'The bank has not answered yet: repeat the request to learn the result', {
    retryAfterSeconds: 2,
  });
}

function paymentMovedOn(): ApiError {
  return new ApiError(
    'payment_moved_on',
    'The payment has moved on since this answer: read it to learn where it stands',
  );
}
