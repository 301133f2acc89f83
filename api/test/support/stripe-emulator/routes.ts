import {
  emulatedId,
  type EmulatedIntent,
  type EmulatedRefund,
  type EmulatedSession,
  newIntent,
  refundedOf,
} from './book.js';
import { disputesJson, intentJson, list, refundJson, sessionJson } from './render.js';

export interface Account {
  id: string;
  livemode: boolean;
}
export interface Asked {
  account: Account;
  method: string;
  path: string;
  /** Parameters of the body or the query, by their written names: `metadata[x]`. */
  given: Map<string, string>;
  origin: string;
}
export interface Reply {
  status: number;
  body: object;
}

export const ok = (body: object): Reply => ({ status: 200, body });
export const invalid = (message: string, more: object = {}, status = 400): Reply => ({
  status,
  body: { error: { type: 'invalid_request_error', message, ...more } },
});
const missing = (kind: string, id: string) =>
  invalid(`No such ${kind}: '${id}'`, { code: 'resource_missing', param: 'id' }, 404);
const badState = (message: string) => invalid(message, { code: 'payment_intent_unexpected_state' });

const HALF_HOUR_S = 1_800;
const DAY_S = 86_400;
const KNOWN = [
  ...['mode', 'payment_method_types[0]', 'client_reference_id', 'success_url', 'cancel_url', 'expires_at'],
  ...['adaptive_pricing[enabled]', 'line_items[0][quantity]', 'line_items[0][price_data][currency]'],
  ...['line_items[0][price_data][unit_amount]', 'line_items[0][price_data][product_data][name]'],
  ...['payment_intent_data[capture_method]'],
];

/** Stripe's documented behaviour of what the connector calls, from its documentation alone. */
export class EmulatedApi {
  readonly sessions: EmulatedSession[] = [];
  /** What a test makes Stripe do. */
  readonly script = {
    refundStatus: 'succeeded' as EmulatedRefund['status'],
    refusesExpiry: false,
    refusesCancel: false,
  };

  intents(account: string): EmulatedIntent[] {
    return this.sessions.flatMap(({ intent }) => (intent?.account === account ? [intent] : []));
  }

  answer(asked: Asked): Reply {
    const { method, path } = asked;
    const [, , kind = '', ...rest] = path.split('/');
    if (kind === 'balance')
      return ok({ object: 'balance', livemode: asked.account.livemode, available: [], pending: [] });
    if (kind === 'account') return ok({ object: 'account', id: asked.account.id });
    if (kind === 'checkout') return this.checkout(asked, rest.slice(1));
    if (kind === 'payment_intents') return this.intent(asked, rest);
    if (kind === 'refunds') return method === 'POST' ? this.refund(asked) : this.refunds(asked, rest[0]);
    if (kind === 'disputes') return this.disputes(asked);
    return invalid(`Unrecognized request URL (${method}: ${path}).`, {}, 404);
  }

  private checkout(asked: Asked, [id, action]: string[]): Reply {
    if (id === undefined) return this.create(asked);
    const session = this.sessions.find((one) => one.id === id && one.account === asked.account.id);
    if (!session) return missing('checkout.session', id);
    if (action === 'expire') {
      if (session.status !== 'open' || this.script.refusesExpiry) {
        const message = `Only Checkout Sessions with a status in ["open"] can be expired. It is ${session.status}.`;
        return invalid(message);
      }
      session.status = 'expired';
    }
    return ok(sessionJson(session, expandOf(asked), asked.account.livemode));
  }

  private create({ given, account, origin }: Asked): Reply {
    const unknown = [...given.keys()].find(
      (name) => !KNOWN.includes(name) && !/^(payment_intent_data\[)?metadata/.test(name),
    );
    if (unknown !== undefined) return invalid(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown' });
    const expiresAt = Number(given.get('expires_at'));
    const left = expiresAt - Date.now() / 1000;
    if (!(left >= HALF_HOUR_S && left <= DAY_S))
      return invalid('expires_at must be between 30 minutes and 24 hours', { param: 'expires_at' });
    const fixed = { mode: 'payment', 'payment_method_types[0]': 'card', 'adaptive_pricing[enabled]': 'false' };
    const other = Object.entries(fixed).find(([name, value]) => given.get(name) !== value);
    if (other) return invalid(`This account would show other methods, prices or mails: ${other[0]}`);
    const id = emulatedId('cs_test');
    const session: EmulatedSession = {
      ...{ id, account: account.id, status: 'open', paymentStatus: 'unpaid', intent: null, expiresAt },
      amount: Number(given.get('line_items[0][price_data][unit_amount]')),
      currency: given.get('line_items[0][price_data][currency]') ?? '',
      manual: given.get('payment_intent_data[capture_method]') === 'manual',
      reference: given.get('client_reference_id') ?? '',
      metadata: mapOf(given, 'metadata'),
      intentMetadata: mapOf(given, 'payment_intent_data[metadata]'),
      successUrl: given.get('success_url') ?? '',
      url: `${origin}/pay/${id}`,
    };
    this.sessions.push(session);
    return ok(sessionJson(session, [], account.livemode));
  }

  private intent(asked: Asked, [id = '', action]: string[]): Reply {
    const intent = this.intentOf(asked, id);
    if (!intent) return missing('payment_intent', id);
    const shown = () => ok(intentJson(intent, expandOf(asked)));
    if (action === 'cancel') {
      if (intent.session.status === 'open') return badState('Expire the Checkout Session instead.');
      if (/succeeded|canceled|processing/.test(intent.status) || this.script.refusesCancel)
        return badState(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`);
      intent.status = 'canceled';
    }
    if (action === 'capture') {
      if (intent.status !== 'requires_capture') return badState(`It has a status of ${intent.status}.`);
      const amount = Number(asked.given.get('amount_to_capture') ?? intent.amount);
      if (amount > intent.amount) return invalid('More than can be captured', { code: 'amount_too_large' });
      Object.assign(intent, { status: 'succeeded', received: amount });
      intent.session.paymentStatus = 'paid';
    }
    return shown();
  }

  private refund(asked: Asked): Reply {
    const id = asked.given.get('payment_intent') ?? '';
    const intent = this.intentOf(asked, id);
    if (!intent) return missing('payment_intent', id);
    if (intent.status !== 'succeeded')
      return badState('This PaymentIntent does not have a successful charge to refund.');
    if (intent.disputes.some(({ status }) => status !== 'won')) return invalid('Disputed', { code: 'charge_disputed' });
    const left = intent.received - refundedOf(intent);
    if (left === 0) return invalid('The charge has already been refunded.', { code: 'charge_already_refunded' });
    const amount = Number(asked.given.get('amount') ?? left);
    if (amount > left) return invalid('Refund amount is greater than unrefunded amount', { param: 'amount' });
    const refund = {
      id: emulatedId('re'),
      amount,
      status: this.script.refundStatus,
      metadata: mapOf(asked.given, 'metadata'),
    };
    intent.refunds.push(refund);
    return ok(refundJson(refund, intent));
  }

  private refunds(asked: Asked, id: string | undefined): Reply {
    if (id !== undefined) {
      for (const intent of this.intents(asked.account.id))
        for (const one of intent.refunds) if (one.id === id) return ok(refundJson(one, intent));
      return missing('refund', id);
    }
    const intentId = asked.given.get('payment_intent') ?? '';
    const intent = this.intentOf(asked, intentId);
    if (!intent) return missing('payment_intent', intentId);
    const all = intent.refunds.toReversed();
    const start = all.findIndex((one) => one.id === asked.given.get('starting_after')) + 1;
    const limit = Number(asked.given.get('limit') ?? 10);
    return ok(
      list(
        all.slice(start).map((one) => refundJson(one, intent)),
        limit,
      ),
    );
  }

  private disputes(asked: Asked): Reply {
    const id = asked.given.get('payment_intent') ?? '';
    const intent = this.intentOf(asked, id);
    return intent ? ok(disputesJson(intent)) : missing('payment_intent', id);
  }

  private intentOf({ account }: Asked, id: string): EmulatedIntent | undefined {
    return this.intents(account.id).find((one) => one.id === id);
  }
}

/** An intent that Stripe shows later than the attempt. */
export const lateIntent = (session: EmulatedSession): EmulatedIntent => newIntent(session);

const expandOf = ({ given }: Asked) =>
  [...given].filter(([name]) => name.startsWith('expand[')).map(([, value]) => value);

function mapOf(given: Map<string, string>, name: string): Record<string, string> {
  const entries = [...given].flatMap(([key, value]) =>
    key.startsWith(`${name}[`) ? [[key.slice(name.length + 1, -1), value] as const] : [],
  );
  return Object.fromEntries(entries);
}
