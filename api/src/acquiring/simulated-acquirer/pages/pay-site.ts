import type { Reply } from '../http/reply.js';
import type { ApiKey } from '../keys/api-keys.js';
import { readCard } from './card-form.js';
import { redirect } from './html.js';
import { type Attempt, type Page, type PageState, statusOf } from './page.js';
import type { Pages, Step } from './pages.js';
import { challengeView, endView, notFoundView, payView, upiView } from './pay-views.js';

/** A request to the site: `rest` is the path after the page's id. */
interface Visit {
  method: string;
  rest: string;
  body: () => Promise<string>;
}

const PATH = /^\/pay\/([\w-]{43})((?:\/\w+){0,2})$/;
/** What a UPI app would send. */
const UPI_TOKEN = 'sim_upi:approve';

/** The pages that shoppers see. Their address is the only credential, and allows nothing but to pay. */
export class PaySite {
  constructor(
    private readonly pages: Pages,
    private readonly keyOf: (account: string) => Promise<ApiKey>,
  ) {}

  serves(path: string): boolean {
    return path === '/pay' || path.startsWith('/pay/');
  }

  async run({ method, path, body }: { method: string; path: string; body: () => Promise<string> }): Promise<Reply> {
    const [, id = '', rest = ''] = PATH.exec(path) ?? [];
    const page = id === '' ? undefined : await this.pages.findById(id);
    if (!page) return notFoundView();
    const key = await this.keyOf(page.account);
    const state = await this.pages.stateOf(key, page);
    const visit = { method, rest, body };
    return (await this.answered(key, state, visit)) ?? this.shown(state, visit) ?? notFoundView();
  }

  /** The response to a form; undefined if the request is not one. */
  private async answered(key: ApiKey, { page, attempts }: PageState, visit: Visit): Promise<Reply | undefined> {
    if (visit.method !== 'POST') return undefined;
    const form = new URLSearchParams(await visit.body());
    if (visit.rest === '/card' && page.methods.includes('card')) {
      const card = readCard(form, new Date());
      if ('errors' in card) return payView(page, attempts.at(-1), card.errors);
      const { step, attempt } = await this.pages.pay(key, page, card.token);
      return this.after(page, step, attempt);
    }
    if (visit.rest === '/upi' && page.methods.includes('upi')) {
      const { attempt } = await this.pages.pay(key, page, UPI_TOKEN);
      return redirect(attempt ? `/pay/${page.id}/upi/${attempt.number}` : `/pay/${page.id}`);
    }
    const [, number] = /^\/(?:challenge|upi)\/(\d{1,6})$/.exec(visit.rest) ?? [];
    if (number === undefined) return undefined;
    const result = form.get('result');
    if (result === 'leave') return redirect(page.returnUrl);
    const isPassed = result === 'pass' || result === 'approve';
    return this.after(page, await this.pages.complete(key, page, Number(number), isPassed));
  }

  /** Every form ends in a redirect, so that a reload sends nothing again. */
  private after(page: Page, step: Step, attempt?: Attempt): Reply {
    if (step === 'approved' || page.kind === 'challenge') return redirect(page.returnUrl);
    if (step === 'challenge' && attempt) return redirect(`/pay/${page.id}/challenge/${attempt.number}`);
    if (step === 'processing') return redirect(`/pay/${page.id}/processing`);
    return redirect(`/pay/${page.id}`);
  }

  private shown({ page, attempts, charge }: PageState, { method, rest }: Visit): Reply | undefined {
    if (method !== 'GET') return undefined;
    const status = statusOf(page, charge);
    const path = page.kind === 'challenge' && rest === '' ? '/challenge/1' : rest;
    const [, kind, number] = /^\/(challenge|upi)\/(\d{1,6})$/.exec(path) ?? [];
    const attempt = attempts.find((one) => one.status === 'open' && one.number === Number(number));
    // An attempt that was begun in time may still be completed.
    if (attempt && (status === 'open' || status === 'closed' || status === 'expired'))
      return kind === 'upi' ? upiView(page, attempt) : challengeView(page, attempt);
    if (rest === '/processing' && status === 'open') return endView(page, 'processing');
    if (rest !== '' && number === undefined && rest !== '/processing') return undefined;
    if (status !== 'open') return endView(page, status);
    return page.kind === 'page' ? payView(page, attempts.at(-1)) : endView(page, 'declined');
  }
}
