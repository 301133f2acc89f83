import { Injectable } from '@nestjs/common';
import type { ActionSubmission } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Tracer } from '../../platform/telemetry/tracer.js';
import {
  type LeasedPayment,
  type NextState,
  nextStateOf,
  stateAfterCancel,
  stateAfterCapture,
  type Timeouts,
} from './charge-outcome.js';

/**
 * Calls the bank for a leased payment and returns the payment's next state. Every call ends within BANK_TIMEOUT; a
 * timeout is the result `unknown`. Never called inside a transaction.
 */
@Injectable()
export class BankCalls {
  private readonly timeouts: Timeouts;

  constructor(
    private readonly connectors: Connectors,
    private readonly tracer: Tracer,
    config: Config,
  ) {
    this.timeouts = { bankMs: config.BANK_TIMEOUT, actionMs: config.ACTION_TIMEOUT, captureMs: config.CAPTURE_TIMEOUT };
  }

  async charge(payment: LeasedPayment): Promise<NextState> {
    const { id, merchantId, amount, currency, instrument, capture } = payment;
    const charge = { reference: id, merchantId, amount, currency, instrument, capture };
    return nextStateOf(payment, await this.connectors.for(payment.mode).charge(charge), this.timeouts);
  }

  /** Null if the bank does not know the reference. */
  async find(payment: LeasedPayment): Promise<NextState | null> {
    const found = await this.connectors.for(payment.mode).findCharge(payment.id);
    return found.outcome === 'not_found' ? null : nextStateOf(payment, found, this.timeouts);
  }

  /** Carries out the capture that was requested on the row. */
  async capture(payment: LeasedPayment): Promise<NextState> {
    const amount = payment.captureAmount ?? payment.amount;
    const result = await this.connectors.for(payment.mode).capture(payment.id, amount);
    return stateAfterCapture(payment, result, this.timeouts);
  }

  /** Carries out the cancel that was requested on the row. */
  async cancel(payment: LeasedPayment): Promise<NextState> {
    return stateAfterCancel(payment, await this.connectors.for(payment.mode).cancel(payment.id), this.timeouts);
  }

  /** Submits the shopper's answer to a step-up. If the bank does not know the reference, a later job calls it again. */
  async submitAction(payment: LeasedPayment, submission: ActionSubmission): Promise<NextState> {
    const result = await this.connectors.for(payment.mode).submitAction(payment.id, submission);
    return result.outcome === 'not_found' ? this.timedOut(payment) : nextStateOf(payment, result, this.timeouts);
  }

  /** The next state if the call was not made or has timed out. */
  timedOut(payment: LeasedPayment): NextState {
    return nextStateOf(payment, { outcome: 'unknown' }, this.timeouts);
  }

  /** Runs a call in a span below `parent`. */
  traced(payment: LeasedPayment, parent: string | null, call: () => Promise<NextState>): Promise<NextState> {
    return this.tracer.span('bank', { kind: 'client', parent }, async (span) => {
      const next = await call();
      span.set({ 'gateway.payment_id': payment.id, 'gateway.status': next.status, 'gateway.open': next.open });
      return next;
    });
  }
}
