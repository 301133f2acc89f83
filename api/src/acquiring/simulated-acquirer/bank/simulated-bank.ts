import type { BankBook } from './bank-book.js';
import {
  type Charge,
  cancel,
  cancelResultOf,
  capture,
  captureResultOf,
  decide,
  declined,
  opened,
  proofOf,
  reverse,
  resultOf,
  submit,
} from './charge.js';
import { cancelRefundResultOf, type Refund, refundResultOf, refusal } from './refund.js';
import type {
  ActionSubmission,
  CancelResult,
  Cancelled,
  CaptureResult,
  ChargeRequest,
  ChargeResult,
  CloseRefundResult,
  NotFound,
  RefundRequest,
  RefundResult,
  Silent,
} from './results.js';
import type { DeclineReason } from './decline-reasons.js';
import { type Outcome, scriptOf } from './scripts.js';
import { delayOf, outcomeOf, type Switches } from './switches.js';

type Rule = (charge: Charge) => Charge;
const keep: Rule = (charge) => charge;

const NOT_FOUND: NotFound = { outcome: 'not_found' };
const SILENT: Silent = { outcome: 'silent' };

/** Called after a charge or refund was stored or has changed. */
export interface BankListener {
  chargeChanged(charge: Charge): void;
  /** `charge` is undefined if the refund names none that exists. */
  refundChanged(reference: string, refund: Refund, charge: Charge | undefined): void;
}

/**
 * The bank of one account. The instrument alone decides the outcome, so that tests do not flake. It stores every
 * reference, so that a repeated call gets the first one's result.
 */
export class SimulatedBank {
  constructor(
    private readonly book: BankBook,
    private readonly switches: Switches,
    private readonly listener?: BankListener,
  ) {}

  async charge(request: ChargeRequest): Promise<ChargeResult | Silent> {
    const outcome = outcomeOf(request.instrument, request.reference, this.switches);
    const { silent } = scriptOf(outcome);
    if (silent === 'lost') {
      const known = await this.findCharge(request.reference);
      return known.outcome === 'not_found' ? SILENT : known;
    }
    const fresh = opened(this.book.account, request, outcome, delayOf(outcome, request.reference, this.switches));
    const { charge, isNew } = await this.book.openCharge(decide(fresh));
    if (isNew) this.listener?.chargeChanged(charge);
    return silent === 'charged' ? SILENT : resultOf(await this.changeFrom(charge, keep));
  }

  /** Approves what a shopper completed on the acquirer's page. A closed reference stays closed. */
  async approve(request: ChargeRequest, outcome: Outcome): Promise<ChargeResult> {
    const approved = { ...decide(opened(this.book.account, request, 'success', 0)), outcome };
    const { charge, isNew } = await this.book.openCharge(approved);
    if (isNew) this.listener?.chargeChanged(charge);
    return resultOf(charge);
  }

  /** Declines what a shopper failed to confirm, unless the reference has a charge or is closed. */
  async decline(request: ChargeRequest, outcome: Outcome, declineReason: DeclineReason): Promise<ChargeResult> {
    const failed: Charge = { ...opened(this.book.account, request, outcome, 0), status: 'declined', declineReason };
    const { charge, isNew } = await this.book.openCharge(failed);
    if (isNew) this.listener?.chargeChanged(charge);
    return resultOf(charge);
  }

  /** Closes the reference, unless it has a charge. */
  async closeReference(reference: string): Promise<void> {
    await this.changeOrClose(reference, keep);
  }

  /** The charge as it is stored; undefined if the reference is unknown. */
  chargeOf(reference: string): Promise<Charge | undefined> {
    return this.change(reference, keep);
  }

  async findCharge(reference: string): Promise<ChargeResult | NotFound> {
    const charge = await this.change(reference, keep);
    return charge ? resultOf(charge) : NOT_FOUND;
  }

  async submitAction(reference: string, submission: ActionSubmission): Promise<ChargeResult | NotFound> {
    const charge = await this.change(reference, (current) => submit(current, submission));
    return charge ? resultOf(charge) : NOT_FOUND;
  }

  async capture(reference: string, amount: number): Promise<CaptureResult> {
    const charge = await this.change(reference, (current) => capture(current, amount));
    return charge ? captureResultOf(charge, amount) : declined('charge_not_found');
  }

  async findCapture(reference: string): Promise<CaptureResult | NotFound> {
    const charge = await this.change(reference, keep);
    return charge?.capturedAmount ? captureResultOf(charge, charge.capturedAmount) : NOT_FOUND;
  }

  async cancel(reference: string): Promise<CancelResult> {
    return cancelResultOf(await this.changeOrClose(reference, cancel));
  }

  async reverse(reference: string): Promise<Cancelled> {
    const charge = await this.changeOrClose(reference, reverse);
    return { outcome: 'cancelled', proof: proofOf(charge), connectorReference: charge.connectorReference };
  }

  async refund(request: RefundRequest): Promise<RefundResult> {
    const delayMs = delayOf('success', request.reference, this.switches);
    for (;;) {
      const known = await this.book.findRefund(request.reference);
      if (known) return refundResultOf(known);
      const charge = await this.change(request.chargeReference, keep);
      const reason = refusal(charge, request);
      const stored = reason
        ? await this.book.declineRefund(request, reason, delayMs)
        : await this.book.takeRefund(request, delayMs);
      if (!stored) continue;
      this.listener?.refundChanged(request.reference, stored, charge);
      return refundResultOf(stored);
    }
  }

  async findRefund(reference: string): Promise<RefundResult | NotFound> {
    const refund = await this.book.findRefund(reference);
    return refund ? refundResultOf(refund) : NOT_FOUND;
  }

  async cancelRefund(reference: string): Promise<CloseRefundResult> {
    const refund = (await this.book.closeRefund(reference)) ?? (await this.book.findRefund(reference));
    if (!refund) throw new Error(`The refund ${reference} was neither closed nor found`);
    return cancelRefundResultOf(refund);
  }

  private async change(reference: string, rule: Rule): Promise<Charge | undefined> {
    const charge = await this.book.findCharge(reference);
    return charge && this.changeFrom(charge, rule);
  }

  /** Applies a rule to the charge, decided first if it is due. If the charge has changed meanwhile, reads it again. */
  private async changeFrom(charge: Charge, rule: Rule): Promise<Charge> {
    for (let before = charge; ;) {
      const after = rule(decide(before));
      if (after === before) return after;
      if (await this.book.changeCharge(before, after)) {
        this.listener?.chargeChanged(after);
        return after;
      }
      before = (await this.book.findCharge(before.reference)) ?? before;
    }
  }

  private async changeOrClose(reference: string, rule: Rule): Promise<Charge> {
    for (;;) {
      const changed = await this.change(reference, rule);
      if (changed) return changed;
      await this.book.closeCharge(reference);
    }
  }
}
