import { bankReference } from '../bank/bank-reference.js';
import type { ActionSubmission, CancelResult, Cancelled, ChargeRequest, ChargeResult } from '../bank/results.js';
import type { NotFound, Silent } from '../bank/results.js';
import { scriptOf } from '../bank/scripts.js';
import type { SimulatedBank } from '../bank/simulated-bank.js';
import { outcomeOf } from '../bank/switches.js';
import { Refusal } from '../http/reply.js';
import type { ApiKey } from '../keys/api-keys.js';
import { hasOpenAttempt, statusOf } from './page.js';
import type { Pages } from './pages.js';

/** The caller's key and bank, and the host under which it reaches the acquirer. */
export interface Caller {
  key: ApiKey;
  bank: SimulatedBank;
  host: string | undefined;
}

/**
 * The calls about a charge whose reference may have a page. The bank has a charge once an attempt was approved or the
 * reference was closed or declined. Until then the page's state is returned.
 */
export class PageCharges {
  constructor(
    private readonly pages: Pages,
    private readonly addressOf: (id: string, host: string | undefined) => string,
  ) {}

  /** A card that needs 3-D Secure gets a page for it. Every other instrument is charged at once. */
  async charge(by: Caller, request: ChargeRequest, returnUrl: string | undefined): Promise<ChargeResult | Silent> {
    const outcome = outcomeOf(request.instrument, request.reference, by.key.switches);
    if (!scriptOf(outcome).challenges) return by.bank.charge(request);
    if (returnUrl === undefined)
      throw new Refusal(400, 'return_url_required', 'This card needs 3-D Secure: send a return_url');
    const known = await this.find(by, request.reference);
    if (known.outcome !== 'not_found') return known;
    await this.pages.beginChallenge(by.key, request, returnUrl);
    const begun = await this.find(by, request.reference);
    if (begun.outcome === 'not_found') throw new Error(`The challenge of ${request.reference} was not stored`);
    return begun;
  }

  async find(by: Caller, reference: string): Promise<ChargeResult | NotFound> {
    const found = await by.bank.findCharge(reference);
    return found.outcome === 'not_found' ? this.findOnPage(by, reference) : found;
  }

  async submitAction(by: Caller, reference: string, given: ActionSubmission): Promise<ChargeResult | NotFound> {
    const result = await by.bank.submitAction(reference, given);
    return result.outcome === 'not_found' ? this.findOnPage(by, reference) : result;
  }

  /** Closes the page. What is authorised is voided, what is captured stays. */
  async cancel(by: Caller, reference: string): Promise<CancelResult> {
    return (await this.closePage(by, reference)) ?? by.bank.cancel(reference);
  }

  /** Closes the page, and gives back what was taken. */
  async reverse(by: Caller, reference: string): Promise<Cancelled> {
    return (await this.closePage(by, reference)) ?? by.bank.reverse(reference);
  }

  /**
   * Closes the page of the reference. Undefined if there is none, or if the bank has a charge or has closed the reference.
   * An attempt that has begun keeps the reference open at the bank: it may still be approved.
   */
  private async closePage({ key }: Caller, reference: string): Promise<Cancelled | undefined> {
    const state = await this.pages.close(key, reference);
    return state && !state.charge ? closedWithAttempt(key, reference) : undefined;
  }

  private async findOnPage(by: Caller, reference: string): Promise<ChargeResult | NotFound> {
    const { key, bank, host } = by;
    const state = await this.pages.find(key, reference);
    if (!state || state.charge) return bank.findCharge(reference);
    const connectorReference = bankReference('charge', key.account, reference);
    if (statusOf(state.page, state.charge) === 'open') {
      const action = { type: 'redirect', url: this.addressOf(state.page.id, host) } as const;
      return { outcome: 'requires_action', action, connectorReference };
    }
    if (hasOpenAttempt(state)) return closedWithAttempt(key, reference);
    // Only a closed reference proves that an attempt that begins at this moment is not approved.
    await bank.closeReference(reference);
    return bank.findCharge(reference);
  }
}

const closedWithAttempt = ({ account }: ApiKey, reference: string): Cancelled => ({
  ...{ outcome: 'cancelled', proof: 'attempt_begun' },
  connectorReference: bankReference('charge', account, reference),
});
