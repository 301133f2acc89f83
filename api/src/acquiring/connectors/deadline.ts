import {
  type ActionSubmission,
  type Card,
  type ChargeRequest,
  Connector,
  type InstrumentToken,
  type RefundRequest,
  type Unknown,
} from './connector.js';

/** Called for every call that timed out or broke. */
export type ReportFailure = (call: string, reference: string, error: unknown) => void;

/** Called after every call. */
export type ReportCall = (call: string, outcome: string, seconds: number) => void;

/**
 * Ends every call of a connector within the deadline and with a result: a call that is late, refused or broken is
 * `unknown`. The call is not undone and may still take effect, so its outcome has to be looked up later.
 */
export class Deadline extends Connector {
  override readonly name: string;

  constructor(
    private readonly bank: Connector,
    private readonly timeoutMs: number,
    private readonly report: ReportFailure,
    private readonly ended: ReportCall = () => undefined,
  ) {
    super();
    this.name = bank.name;
  }

  override tokenizeCard(card: Card): InstrumentToken {
    return this.bank.tokenizeCard(card);
  }

  override tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken {
    return this.bank.tokenizeUpi(upi);
  }

  override charge(request: ChargeRequest) {
    return this.within('charge', request.reference, () => this.bank.charge(request));
  }

  override findCharge(reference: string) {
    return this.within('findCharge', reference, () => this.bank.findCharge(reference));
  }

  override submitAction(reference: string, submission: ActionSubmission) {
    return this.within('answer', reference, () => this.bank.submitAction(reference, submission));
  }

  override capture(reference: string, amount: number) {
    return this.within('capture', reference, () => this.bank.capture(reference, amount));
  }

  override findCapture(reference: string) {
    return this.within('findCapture', reference, () => this.bank.findCapture(reference));
  }

  override cancel(reference: string) {
    return this.within('cancel', reference, () => this.bank.cancel(reference));
  }

  override reverse(reference: string) {
    return this.within('reverse', reference, () => this.bank.reverse(reference));
  }

  override refund(request: RefundRequest) {
    return this.within('refund', request.reference, () => this.bank.refund(request));
  }

  override findRefund(reference: string) {
    return this.within('findRefund', reference, () => this.bank.findRefund(reference));
  }

  override cancelRefund(reference: string) {
    return this.within('cancelRefund', reference, () => this.bank.cancelRefund(reference));
  }

  private async within<Result extends { outcome: string }>(
    call: string,
    reference: string,
    send: () => Promise<Result>,
  ): Promise<Result | Unknown> {
    const beganAt = performance.now();
    let outcome = 'unknown';
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${this.timeoutMs} ms`)), this.timeoutMs);
    });
    try {
      // The race also handles the loser: a failure after the deadline is no unhandled rejection.
      const result = await Promise.race([send(), expiry]);
      ({ outcome } = result);
      return result;
    } catch (error) {
      this.report(call, reference, error);
      return { outcome: 'unknown' };
    } finally {
      clearTimeout(timer);
      this.ended(call, outcome, (performance.now() - beganAt) / 1000);
    }
  }
}
