import type { DeclineReason } from '../bank/decline-reasons.js';
import { scriptOf } from '../bank/scripts.js';
import type { SimulatedBank } from '../bank/simulated-bank.js';
import { outcomeOf } from '../bank/switches.js';
import type { ApiKey } from '../keys/api-keys.js';
import type { Notifications } from '../notifications/notifications.js';
import { type Attempt, type Page, type PageState, requestOf } from './page.js';
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
    const attempts = await this.book.attempts(page);
    const hasBegun = attempts.some(({ status }) => status === 'open');
    if (!hasBegun) await this.bankOf(key).closeReference(reference);
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

  private async decline(
    key: ApiKey,
    page: Page,
    attempt: Attempt,
    reason: DeclineReason | 'authentication_failed',
  ): Promise<Step> {
    await this.book.end(page, attempt, reason);
    this.notifications.send(key, 'page.attempt_declined', pageView(await this.stateOf(key, page)));
    return 'declined';
  }
}
