import type { AcquirerDatabase } from '../acquirer-database.js';
import { bankReference } from './bank-reference.js';
import { type ChargeRow, type RefundRow, toCharge, toRefund } from './bank-rows.js';
import {
  CHANGE_CHARGE,
  CLOSE_CHARGE,
  FIND_CHARGE,
  FIND_REFUND,
  OPEN_CHARGE,
  REFUSE_REFUND,
  TAKE_BACK_REFUND,
  TAKE_REFUND,
} from './bank.queries.js';
import type { Charge } from './charge.js';
import type { DeclineReason } from './decline-reasons.js';
import type { Refund } from './refund.js';
import type { RefundRequest } from './results.js';

/** The charges and refunds of one account. The references of other accounts do not exist in it. */
export class BankBook {
  constructor(
    private readonly database: AcquirerDatabase,
    readonly account: string,
  ) {}

  async findCharge(reference: string): Promise<Charge | undefined> {
    const [row] = await this.database.run<ChargeRow>(FIND_CHARGE, [this.account, reference]);
    return row && toCharge(row);
  }

  /** Inserts a charge, or returns the one that already has this reference. */
  async openCharge(charge: Charge): Promise<{ charge: Charge; isNew: boolean }> {
    const { reference, merchantId, amount, currency, capture, instrument, outcome, status } = charge;
    const [row] = await this.database.run<ChargeRow>(OPEN_CHARGE, [
      ...[this.account, reference, merchantId, amount, currency, capture, instrument, outcome, status],
      ...[charge.readyInMs, charge.otpAttemptsLeft, charge.capturedAmount, charge.connectorReference],
      ...[charge.declineReason, charge.notificationUrl ?? null],
    ]);
    if (!row) throw new Error('The upsert of a charge returned no row');
    return { charge: toCharge(row), isNew: row.charge_calls === 1 };
  }

  /** False if the reference already has a charge. */
  async closeCharge(reference: string): Promise<boolean> {
    const values = [this.account, reference, bankReference('charge', this.account, reference)];
    return (await this.database.run(CLOSE_CHARGE, values)).length > 0;
  }

  /** False if the charge has changed since `before` was read. */
  async changeCharge(before: Charge, after: Charge): Promise<boolean> {
    const captured = after.capturedAmount - before.capturedAmount;
    const reversed = after.reversedAmount - before.reversedAmount;
    const changed = await this.database.run(CHANGE_CHARGE, [
      ...[this.account, before.reference, before.version, after.status, after.otpAttemptsLeft],
      ...[after.capturedAmount, after.reversedAmount, after.declineReason],
      ...[captured > 0 ? 'capture' : 'reversal', captured - reversed, after.proof, after.disputedAmount],
    ]);
    return changed.length > 0;
  }

  async findRefund(reference: string): Promise<Refund | undefined> {
    const [row] = await this.database.run<RefundRow>(FIND_REFUND, [this.account, reference]);
    return row && toRefund(row);
  }

  /** Undefined if the reference is in use, or less than the amount is left of the charge. */
  async takeRefund(request: RefundRequest, delayMs: number): Promise<Refund | undefined> {
    const { reference, chargeReference, merchantId, amount, currency } = request;
    const [row] = await this.database.run<RefundRow>(TAKE_REFUND, [
      ...[this.account, reference, chargeReference, merchantId, amount, currency, delayMs],
      bankReference('refund', this.account, reference),
    ]);
    return row && toRefund(row);
  }

  async declineRefund(request: RefundRequest, reason: DeclineReason, delayMs: number): Promise<Refund | undefined> {
    const { reference, chargeReference, merchantId, amount, currency } = request;
    return this.refuse([reference, chargeReference, merchantId, amount, currency, 'declined', delayMs, reason]);
  }

  async closeRefund(reference: string): Promise<Refund | undefined> {
    return this.refuse([reference, '', '', 0, '', 'cancelled', 0, null]);
  }

  /** Undefined unless the refund was processed and its charge is approved. */
  async takeBackRefund(reference: string): Promise<Refund | undefined> {
    const [row] = await this.database.run<RefundRow>(TAKE_BACK_REFUND, [this.account, reference]);
    return row && toRefund(row);
  }

  private async refuse([reference, ...values]: [string, ...unknown[]]): Promise<Refund | undefined> {
    const own = bankReference('refund', this.account, reference);
    const [row] = await this.database.run<RefundRow>(REFUSE_REFUND, [this.account, reference, ...values, own]);
    return row && toRefund(row);
  }
}
