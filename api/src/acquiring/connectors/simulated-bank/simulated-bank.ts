import {
  type ActionSubmission,
  type CancelResult,
  type Cancelled,
  type CaptureResult,
  type Card,
  type ChargeRequest,
  type ChargeResult,
  Connector,
  type InstrumentToken,
  type NotFound,
  type Pending,
  type RefundRequest,
  type RefundResult,
  type Unknown,
} from '../connector.js';
import { BankBook } from './bank-book.js';
import {
  type Charge,
  submit,
  cancel,
  cancelResultOf,
  capture,
  captureResultOf,
  decide,
  declined,
  opened,
  reverse,
  resultOf,
} from './charge.js';
import { scriptOf, tokenizeCard, tokenizeUpi } from './magic-instruments.js';
import { cancelRefundResultOf, refundResultOf, refusal } from './refund.js';
import type { SimulatedBankOptions } from './simulated-bank.options.js';
import { delayOf, outcomeOf } from './switches.js';

type Rule = (charge: Charge) => Charge;
const keep: Rule = (charge) => charge;

const NOT_FOUND: NotFound = { outcome: 'not_found' };
const UNKNOWN: Unknown = { outcome: 'unknown' };

/**
 * The bank of test merchants. The instrument alone decides the outcome, so that tests do not flake. It stores every
 * reference, so that a repeated call from any process gets the first one's result.
 */
export class SimulatedBank extends Connector {
  override readonly name = 'simulated';
  private readonly book: BankBook;

  constructor(private readonly options: SimulatedBankOptions) {
    super();
    this.book = new BankBook(options);
  }

  /** Creates the bank's schema. Safe to repeat; the first call to the bank does it as well. */
  prepare(): Promise<void> {
    return this.book.prepare();
  }

  close(): Promise<void> {
    return this.book.close();
  }

  override tokenizeCard(card: Card): InstrumentToken {
    return tokenizeCard(card);
  }

  override tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
    return tokenizeUpi(upi);
  }

  override async charge(request: ChargeRequest): Promise<ChargeResult> {
    const outcome = outcomeOf(request.instrument, request.reference, this.options);
    const { silent } = scriptOf(outcome);
    if (silent === 'lost') {
      const known = await this.findCharge(request.reference);
      return known.outcome === 'not_found' ? UNKNOWN : known;
    }
    const fresh = opened(request, outcome, delayOf(outcome, request.reference, this.options));
    const stored = await this.book.openCharge(decide(fresh));
    return silent === 'charged' ? UNKNOWN : resultOf(await this.changeFrom(stored, keep));
  }

  override async findCharge(reference: string): Promise<ChargeResult | NotFound> {
    const charge = await this.change(reference, keep);
    return charge ? resultOf(charge) : NOT_FOUND;
  }

  override async submitAction(reference: string, submission: ActionSubmission): Promise<ChargeResult | NotFound> {
    const charge = await this.change(reference, (current) => submit(current, submission));
    return charge ? resultOf(charge) : NOT_FOUND;
  }

  override async capture(reference: string, amount: number): Promise<CaptureResult> {
    const charge = await this.change(reference, (current) => capture(current, amount));
    return charge ? captureResultOf(charge, amount) : declined('charge_not_found');
  }

  override async findCapture(reference: string): Promise<CaptureResult | NotFound> {
    const charge = await this.change(reference, keep);
    return charge?.capturedAmount ? captureResultOf(charge, charge.capturedAmount) : NOT_FOUND;
  }

  override async cancel(reference: string): Promise<CancelResult> {
    return cancelResultOf(await this.changeOrClose(reference, cancel));
  }

  override async reverse(reference: string): Promise<Cancelled | Pending | Unknown> {
    await this.changeOrClose(reference, reverse);
    return { outcome: 'cancelled' };
  }

  override async refund(request: RefundRequest): Promise<RefundResult> {
    const delayMs = delayOf('success', request.reference, this.options);
    for (;;) {
      const known = await this.book.findRefund(request.reference);
      if (known) return refundResultOf(known);
      const reason = refusal(await this.change(request.chargeReference, keep), request);
      const stored = reason
        ? await this.book.declineRefund(request, reason, delayMs)
        : await this.book.takeRefund(request, delayMs);
      if (stored) return refundResultOf(stored);
    }
  }

  override async findRefund(reference: string): Promise<RefundResult | NotFound> {
    const refund = await this.book.findRefund(reference);
    return refund ? refundResultOf(refund) : NOT_FOUND;
  }

  override async cancelRefund(reference: string): Promise<CancelResult> {
    const refund = (await this.book.closeRefund(reference)) ?? (await this.book.findRefund(reference));
    return refund ? cancelRefundResultOf(refund) : UNKNOWN;
  }

  private async change(reference: string, rule: Rule): Promise<Charge | undefined> {
    const charge = await this.book.findCharge(reference);
    return charge && this.changeFrom(charge, rule);
  }

  /** Applies a rule to the charge, decided first if it is due. If the charge has changed meanwhile, reads it again. */
  private async changeFrom(charge: Charge, rule: Rule): Promise<Charge> {
    for (let before = charge; ;) {
      const after = rule(decide(before));
      if (after === before || (await this.book.changeCharge(before, after))) return after;
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
