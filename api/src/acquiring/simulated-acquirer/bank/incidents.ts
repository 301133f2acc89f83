import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/reply.js';
import type { BankBook } from './bank-book.js';
import type { Charge } from './charge.js';
import { DECLINE_REASONS } from './decline-reasons.js';
import { type Refund, refusal } from './refund.js';

/** Called after an incident was stored. */
export interface IncidentListener {
  chargeRefunded(charge: Charge): void;
  chargeDisputed(charge: Charge): void;
  refundFailed(reference: string, refund: Refund, charge: Charge): void;
}

/** What happens at an acquirer without an order of the gateway, in one account. */
export class Incidents {
  constructor(
    private readonly book: BankBook,
    private readonly listener: IncidentListener,
  ) {}

  /** Refunds a captured charge, as a merchant does in an acquirer's own dashboard. */
  async refund(reference: string, amount: number): Promise<{ charge: Charge; refund: string }> {
    const { merchantId, currency } = await this.charge(reference);
    const refund = `acq_refund_${randomBytes(8).toString('hex')}`;
    const request = { reference: refund, chargeReference: reference, merchantId, amount, currency };
    if (amount < 1 || !(await this.book.takeRefund(request, 0))) {
      const reason = refusal(await this.charge(reference), request) ?? 'refund_declined';
      throw new Refusal(409, reason, DECLINE_REASONS[reason]);
    }
    const charge = await this.charge(reference);
    this.listener.chargeRefunded(charge);
    return { charge, refund };
  }

  /** Withholds `amount` of a captured charge; 0 ends the dispute. */
  async dispute(reference: string, amount: number): Promise<Charge> {
    for (;;) {
      const before = await this.charge(reference);
      if (before.status !== 'approved' || amount > before.capturedAmount - before.refundedAmount)
        throw new Refusal(409, 'dispute_exceeds_captured', 'A dispute withholds at most what is left of the capture');
      const after = { ...before, disputedAmount: amount };
      if (!(await this.book.changeCharge(before, after))) continue;
      this.listener.chargeDisputed(after);
      return after;
    }
  }

  /** Fails a refund that was processed. */
  async takeBackRefund(reference: string): Promise<Refund> {
    const refund = await this.book.takeBackRefund(reference);
    if (!refund) throw new Refusal(409, 'refund_not_processed', `There is no processed refund ${reference}`);
    this.listener.refundFailed(reference, refund, await this.charge(refund.chargeReference));
    return refund;
  }

  private async charge(reference: string): Promise<Charge> {
    const charge = await this.book.findCharge(reference);
    if (!charge) throw new Refusal(404, 'charge_not_found', DECLINE_REASONS.charge_not_found);
    return charge;
  }
}
