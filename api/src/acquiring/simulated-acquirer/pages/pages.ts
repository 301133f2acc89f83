import { bankReference } from '../bank/bank-reference.js';
import type { DeclineReason } from '../bank/decline-reasons.js';
import type { ChargeRequest } from '../bank/results.js';
import { scriptOf } from '../bank/scripts.js';
import type { SimulatedBank } from '../bank/simulated-bank.js';
import { outcomeOf } from '../bank/switches.js';
import type { ApiKey } from '../keys/api-keys.js';
import type { Notifications } from '../notifications/notifications.js';
import { type Attempt, hasOpenAttempt, type Page, type PageState, requestOf } from './page.js';
import type { NewPage, PageBook } from './page-book.js';
import { pageView } from './page-view.js';

/** What the shopper sees next. */
export type Step = 'approved' | 'declined' | 'challenge' | 'processing' | 'unavailable';

/** Hosted pages: what gateways ask of them, and what shoppers do on them. */
export class Pages {
  constructor(
    private readonly book: PageBook,
    private readonly bankOf: (key: ApiKey) => SimulatedBank,
    private readonly notifications: Notifications,
  ) {}

  async create(key: ApiKey, page: NewPage): Promise<PageState> {
    return this.stateOf(key, await this.book.create(page));
  }

  async find(key: ApiKey, reference: string): Promise<PageState | undefined> {
    const page = await this.book.find(key.account, reference);
    return page && this.stateOf(key, page);
  }

  /** Begins the 3-D Secure step of a direct charge, unless the reference has a page already. */
  async beginChallenge(key: ApiKey, charge: ChargeRequest, returnUrl: string): Promise<void> {
    if (!(await this.book.createChallenge(key.account, charge, returnUrl))) return;
    const id = bankReference('charge', key.account, charge.reference);
    const data = { object: 'charge', reference: charge.reference, id, status: 'requires_action' };
    this.notifications.send(key, 'charge.requires_action', data, charge.notificationUrl);
  }

  findById(id: string): Promise<Page | undefined> {
    return this.book.findById(id);
  }

  /**
   * Closes the page to new attempts. Without an open attempt the reference is closed at the bank as well, which proves
   * that nothing was or will be charged.
   */
  async close(key: ApiKey, reference: string): Promise<PageState | undefined> {
    const page = await this.book.close(key.account, reference);
    if (!page) return undefined;
    const state = await this.stateOf(key, page);
    if (hasOpenAttempt(state)) return state;
    await this.bankOf(key).closeReference(reference);
    return this.stateOf(key, page);
  }

  async stateOf(key: ApiKey, page: Page): Promise<PageState> {
    const attempts = await this.book.attempts(page);
    return { page, attempts, charge: await this.bankOf(key).chargeOf(page.reference) };
  }

  /** A shopper pays with this token. */
  async pay(key: ApiKey, page: Page, token: string): Promise<{ step: Step; attempt?: Attempt }> {
    const attempt = await this.book.begin(page, token);
    if (!attempt) return { step: 'unavailable' };
    const outcome = outcomeOf(token, page.reference, key.switches);
    const { challenges, requires, declines, silent } = scriptOf(outcome);
    if (challenges || requires) return { step: 'challenge', attempt };
    if (declines) return { step: await this.decline(key, page, attempt, declines), attempt };
    if (silent === 'lost') return { step: 'processing', attempt };
    const step = await this.approve(key, page, attempt);
    return { step: silent ? 'processing' : step, attempt };
  }

  /** The shopper has passed or failed the challenge, or answered in the app. */
  async complete(key: ApiKey, page: Page, number: number, isPassed: boolean): Promise<Step> {
    const attempt = (await this.book.attempts(page)).find((one) => one.number === number);
    if (!attempt) return 'unavailable';
    if (attempt.status !== 'open') return attempt.status;
    if (isPassed) return this.approve(key, page, attempt);
    if (page.kind === 'challenge') return this.declineCharge(key, page, attempt);
    const isUpi = attempt.instrument.startsWith('sim_upi:');
    return this.decline(key, page, attempt, isUpi ? 'upi_rejected' : 'authentication_failed');
  }

  /** Approves the newest open attempt although its shopper is gone: a late authorisation. */
  async land(key: ApiKey, reference: string): Promise<Step> {
    const page = await this.book.find(key.account, reference);
    const attempt = page && (await this.book.attempts(page)).findLast(({ status }) => status === 'open');
    return page && attempt ? this.approve(key, page, attempt) : 'unavailable';
  }

  private async approve(key: ApiKey, page: Page, attempt: Attempt): Promise<Step> {
    const outcome = outcomeOf(attempt.instrument, page.reference, key.switches);
    const known = scriptOf(outcome).refundsDeclined ? outcome : 'success';
    const charge = await this.bankOf(key).approve(requestOf(page, attempt.instrument), known);
    if (charge.outcome !== 'approved') return this.decline(key, page, attempt, 'charge_not_approved');
    await this.book.end(page, attempt, null);
    return 'approved';
  }

  /** Declines the reference of a failed challenge for good: there is no page with other methods behind it. */
  private async declineCharge(key: ApiKey, page: Page, attempt: Attempt): Promise<Step> {
    const request = requestOf(page, attempt.instrument);
    const charge = await this.bankOf(key).decline(request, 'challenge', 'authentication_failed');
    const step = charge.outcome === 'approved' ? 'approved' : 'declined';
    await this.book.end(page, attempt, step === 'approved' ? null : 'authentication_failed');
    return step;
  }

  private async decline(key: ApiKey, page: Page, attempt: Attempt, reason: DeclineReason): Promise<Step> {
    await this.book.end(page, attempt, reason);
    const data = pageView(await this.stateOf(key, page));
    this.notifications.send(key, 'page.attempt_declined', data, page.notificationUrl);
    return 'declined';
  }
}
