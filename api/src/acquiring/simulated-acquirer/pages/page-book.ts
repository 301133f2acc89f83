import { randomBytes } from 'node:crypto';
import type { AcquirerDatabase } from '../acquirer-database.js';
import type { ChargeRequest } from '../bank/results.js';
import type { Attempt, Page } from './page.js';
import { type AttemptRow, type PageRow, toAttempt, toPage } from './page-rows.js';
import {
  BEGIN_ATTEMPT,
  CLOSE_PAGE,
  CREATE_CHALLENGE,
  CREATE_PAGE,
  END_ATTEMPT,
  FIND_ATTEMPTS,
  FIND_PAGE,
  FIND_PAGE_BY_ID,
} from './pages.queries.js';

export type NewPage = Omit<Page, 'id' | 'kind' | 'isExpired' | 'closedAt'>;

/** How long the shopper may take to confirm the payment. */
const CHALLENGE_LIFE_MS = 3_600_000;

/** A direct charge does not name the merchant. */
const CHALLENGE_LABEL = 'the shop';

const newId = () => randomBytes(32).toString('base64url');

/** The pages and what was attempted on them. */
export class PageBook {
  constructor(private readonly database: AcquirerDatabase) {}

  async create(page: NewPage): Promise<Page> {
    const rows = await this.database.run<PageRow>(CREATE_PAGE, [
      ...[newId(), page.account, page.reference, page.merchantId, page.merchantLabel],
      ...[page.amount, page.currency, page.methods, page.capture, page.returnUrl, page.expiresAt],
      page.notificationUrl ?? null,
    ]);
    if (!rows[0]) throw new Error('The upsert of a page returned no row');
    return toPage(rows[0]);
  }

  /** False if the reference has a page. */
  async createChallenge(account: string, charge: ChargeRequest, returnUrl: string): Promise<boolean> {
    const { reference, merchantId, amount, currency, capture } = charge;
    const rows = await this.database.run(CREATE_CHALLENGE, [
      ...[newId(), account, reference, merchantId, CHALLENGE_LABEL, amount, currency, capture, returnUrl],
      ...[CHALLENGE_LIFE_MS, charge.notificationUrl ?? null, charge.instrument],
    ]);
    return rows.length > 0;
  }

  async find(account: string, reference: string): Promise<Page | undefined> {
    const [row] = await this.database.run<PageRow>(FIND_PAGE, [account, reference]);
    return row && toPage(row);
  }

  async findById(id: string): Promise<Page | undefined> {
    const [row] = await this.database.run<PageRow>(FIND_PAGE_BY_ID, [id]);
    return row && toPage(row);
  }

  async close(account: string, reference: string): Promise<Page | undefined> {
    const [row] = await this.database.run<PageRow>(CLOSE_PAGE, [account, reference]);
    return row && toPage(row);
  }

  async attempts({ id }: Page): Promise<Attempt[]> {
    return (await this.database.run<AttemptRow>(FIND_ATTEMPTS, [id])).map(toAttempt);
  }

  /** Undefined if the page is closed or expired. */
  async begin({ id }: Page, instrument: string): Promise<Attempt | undefined> {
    const [row] = await this.database.run<AttemptRow>(BEGIN_ATTEMPT, [id, instrument]);
    return row && toAttempt(row);
  }

  async end({ id }: Page, { number }: Attempt, reason: Attempt['declineReason']): Promise<void> {
    await this.database.run(END_ATTEMPT, [id, number, reason === null ? 'approved' : 'declined', reason]);
  }
}
