import { Injectable } from '@nestjs/common';
import type { ActionSubmission } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Tracer } from '../../platform/telemetry/tracer.js';
import {
  type LeasedCharge,
  type NextState,
  nextStateOf,
  stateAfterCancel,
  stateAfterCapture,
  type Timeouts,
} from './charge-outcome.js';

/**
 * Calls the bank of a leased charge's account and returns the next state. Every call ends within BANK_TIMEOUT; a
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

  async charge(charge: LeasedCharge): Promise<NextState> {
    const { id: reference, merchantId, amount, currency, instrument, capture } = charge;
    const request = { reference, merchantId, amount, currency, instrument, capture };
    return nextStateOf(charge, await this.connectors.at(charge).charge(request), this.timeouts);
  }

  /** Null if the bank does not know the reference. */
  async find(charge: LeasedCharge): Promise<NextState | null> {
    const found = await this.connectors.at(charge).findCharge(charge.id);
    return found.outcome === 'not_found' ? null : nextStateOf(charge, found, this.timeouts);
  }

  /** Carries out the capture that was requested on the charge. */
  async capture(charge: LeasedCharge): Promise<NextState> {
    const result = await this.connectors.at(charge).capture(charge.id, charge.captureAmount ?? charge.amount);
    return stateAfterCapture(charge, result, this.timeouts);
  }

  /** Carries out the cancel that was requested on the charge. */
  async cancel(charge: LeasedCharge): Promise<NextState> {
    return stateAfterCancel(charge, await this.connectors.at(charge).cancel(charge.id), this.timeouts);
  }

  /** Submits the shopper's answer to a step-up. If the bank does not know the reference, a later job calls it again. */
  async submitAction(charge: LeasedCharge, submission: ActionSubmission): Promise<NextState> {
    const result = await this.connectors.at(charge).submitAction(charge.id, submission);
    return result.outcome === 'not_found' ? this.timedOut(charge) : nextStateOf(charge, result, this.timeouts);
  }

  /** The next state if the call was not made or has timed out. */
  timedOut(charge: LeasedCharge): NextState {
    return nextStateOf(charge, { outcome: 'unknown' }, this.timeouts);
  }

  /** Runs a call in a span below `parent`. */
  traced(charge: LeasedCharge, parent: string | null, call: () => Promise<NextState>): Promise<NextState> {
    return this.tracer.span('bank', { kind: 'client', parent }, async (span) => {
      const next = await call();
      span.set({
        'gateway.payment_id': charge.paymentId,
        'gateway.charge_id': charge.id,
        'gateway.status': next.status,
        'gateway.open': next.open,
      });
      return next;
    });
  }
}
