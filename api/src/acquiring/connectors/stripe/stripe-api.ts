import type { z } from 'zod';
import { AnsweredWithoutOutcome } from '../answered.js';
import type { PageRequest } from '../connector.js';
import { faultOf, StripeHttp } from './stripe-http.js';
import { REFERENCE } from './stripe.mapping.js';
import * as objects from './stripe-objects.js';

const IN_INTENT = ['latest_charge.refunds'];
const IN_SESSION = ['payment_intent.latest_charge.refunds'];
const PAGE_SIZE = 100;
/** No charge has so many refunds or disputes. */
const MAX_PAGES = 20;

type Intent = objects.Intent;

/** The requests that are made to Stripe, each with its checked response. All of them throw on any other response. */
export class StripeApi {
  constructor(private readonly http: StripeHttp) {}

  /** Parameters that are not sent are off: promotion codes, invoices, mails after the expiry, a tip. */
  createSession(page: PageRequest, amount: number, idempotencyKey: string) {
    const { reference, currency, merchantLabel, returnUrl, expiresAt, capture } = page;
    const price = { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name: merchantLabel } };
    const metadata = { [REFERENCE]: reference };
    return this.sent(objects.NEW_SESSION, ({ checkout }) =>
      checkout.sessions.create(
        {
          ...{ mode: 'payment', payment_method_types: ['card'], client_reference_id: reference, metadata },
          line_items: [{ quantity: 1, price_data: price }],
          payment_intent_data: { capture_method: capture, metadata },
          ...{ success_url: returnUrl, cancel_url: returnUrl, adaptive_pricing: { enabled: false } },
          expires_at: Math.ceil(Date.parse(expiresAt) / 1000),
        },
        { idempotencyKey },
      ),
    );
  }

  async session(id: string): Promise<objects.Session> {
    const get = () =>
      this.sent(objects.SESSION, ({ checkout }) => checkout.sessions.retrieve(id, { expand: IN_SESSION }));
    return this.completeSession(await get());
  }

  async expire(id: string, idempotencyKey: string): Promise<objects.Session> {
    const expired = await this.sent(objects.SESSION, ({ checkout }) =>
      checkout.sessions.expire(id, { expand: IN_SESSION }, { idempotencyKey }),
    );
    return this.completeSession(expired);
  }

  async intent(id: string): Promise<Intent> {
    return this.complete(
      await this.sent(objects.INTENT, ({ paymentIntents }) => paymentIntents.retrieve(id, { expand: IN_INTENT })),
    );
  }

  async capture(id: string, amount: number, idempotencyKey: string): Promise<Intent> {
    return this.sent(objects.INTENT, ({ paymentIntents }) =>
      paymentIntents.capture(id, { amount_to_capture: amount, expand: IN_INTENT }, { idempotencyKey }),
    );
  }

  async cancel(id: string, idempotencyKey: string): Promise<Intent> {
    return this.sent(objects.INTENT, ({ paymentIntents }) =>
      paymentIntents.cancel(id, { expand: IN_INTENT }, { idempotencyKey }),
    );
  }

  /** Without an amount: all that is left. */
  refund(intent: string, amount: number | undefined, metadata: Record<string, string>, idempotencyKey: string) {
    return this.sent(objects.REFUND, ({ refunds }) =>
      refunds.create({ payment_intent: intent, ...(amount !== undefined && { amount }), metadata }, { idempotencyKey }),
    );
  }

  refundOf(id: string): Promise<objects.Refund> {
    return this.sent(objects.REFUND, ({ refunds }) => refunds.retrieve(id));
  }

  refundsOf(intent: string): Promise<objects.Refund[]> {
    return this.pages((starting_after) =>
      this.sent(objects.REFUNDS, ({ refunds }) =>
        refunds.list({ payment_intent: intent, limit: PAGE_SIZE, ...starting_after }),
      ),
    );
  }

  disputesOf(intent: string): Promise<objects.Dispute[]> {
    return this.pages((starting_after) =>
      this.sent(objects.DISPUTES, ({ disputes }) =>
        disputes.list({ payment_intent: intent, limit: PAGE_SIZE, ...starting_after }),
      ),
    );
  }

  balance() {
    return this.sent(objects.BALANCE, ({ balance }) => balance.retrieve());
  }

  account() {
    return this.sent(objects.ACCOUNT, ({ accounts }) => accounts.retrieveCurrent());
  }

  private async completeSession(session: objects.Session): Promise<objects.Session> {
    const { payment_intent: intent } = session;
    return intent ? { ...session, payment_intent: await this.complete(intent) } : session;
  }

  /** An expanded charge has its latest ten refunds. */
  private async complete(intent: Intent): Promise<Intent> {
    const { latest_charge: charge } = intent;
    if (!charge?.refunds.has_more) return intent;
    const refunds = { ...charge.refunds, data: await this.refundsOf(intent.id), has_more: false };
    return { ...intent, latest_charge: { ...charge, refunds } };
  }

  private async pages<One extends { id: string }>(
    page: (after: { starting_after?: string }) => Promise<{ data: One[]; has_more: boolean }>,
  ): Promise<One[]> {
    const all: One[] = [];
    for (let count = 0; count < MAX_PAGES; count++) {
      const last = all.at(-1);
      const { data, has_more: hasMore } = await page(last ? { starting_after: last.id } : {});
      all.push(...data);
      if (!hasMore || data.length === 0) return all;
    }
    throw new AnsweredWithoutOutcome('Stripe lists more than can be read', false);
  }

  private async sent<Shape extends z.ZodType>(
    shape: Shape,
    send: (client: StripeHttp['client']) => Promise<unknown>,
  ): Promise<z.infer<Shape>> {
    const response = await send(this.http.client).catch((error: unknown) => {
      throw faultOf(error);
    });
    const read = shape.safeParse(response);
    if (!read.success) {
      const fields = read.error.issues.map(({ path }) => path.join('.')).join(', ');
      throw new AnsweredWithoutOutcome(`Stripe's response is not the documented one: ${fields}`, false);
    }
    return read.data;
  }
}
