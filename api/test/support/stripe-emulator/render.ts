import type { EmulatedIntent, EmulatedRefund, EmulatedSession } from './book.js';

type Expand = readonly string[];

const under = (expand: Expand, name: string): Expand =>
  expand.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
const names = (expand: Expand, name: string) => expand.some((path) => path === name || path.startsWith(`${name}.`));

export const list = (data: object[], limit = 10) => ({
  ...{ object: 'list', url: '/v1/emulated', data: data.slice(0, limit), has_more: data.length > limit },
});

export function sessionJson(session: EmulatedSession, expand: Expand, livemode: boolean) {
  const { id, status, intent } = session;
  const shownIntent =
    intent && (names(expand, 'payment_intent') ? intentJson(intent, under(expand, 'payment_intent')) : intent.id);
  return {
    ...{ id, object: 'checkout.session', status, payment_status: session.paymentStatus, livemode, mode: 'payment' },
    ...{ amount_total: session.amount, currency: session.currency, client_reference_id: session.reference },
    ...{ metadata: session.metadata, payment_intent: shownIntent, expires_at: session.expiresAt },
    url: status === 'open' ? session.url : null,
  };
}

export function intentJson(intent: EmulatedIntent, expand: Expand) {
  const { id, status, amount, received, currency, metadata, charge, error } = intent;
  const shownCharge =
    charge && (names(expand, 'latest_charge') ? chargeJson(intent, under(expand, 'latest_charge')) : charge);
  return {
    ...{ id, object: 'payment_intent', status, amount, amount_received: received, currency, metadata },
    ...{ amount_capturable: status === 'requires_capture' ? amount : 0, latest_charge: shownCharge },
    last_payment_error: error && { type: 'card_error', message: 'Declined', ...error },
  };
}

function chargeJson(intent: EmulatedIntent, expand: Expand) {
  const { charge: id, amount, received, currency, metadata, refunds, disputes } = intent;
  const alive = refunds.filter(({ status }) => status !== 'failed').reduce((sum, one) => sum + one.amount, 0);
  return {
    ...{ id, object: 'charge', amount, amount_captured: received, amount_refunded: alive, currency, metadata },
    ...{ disputed: disputes.length > 0, payment_method_details: { type: 'card' }, payment_intent: intent.id },
    ...(names(expand, 'refunds') && { refunds: list(refunds.toReversed().map((one) => refundJson(one, intent))) }),
  };
}

export const refundJson = ({ id, amount, status, metadata }: EmulatedRefund, intent: EmulatedIntent) => ({
  ...{ id, object: 'refund', amount, status, metadata, currency: intent.currency, payment_intent: intent.id },
  ...{ charge: intent.charge, ...(status === 'failed' && { failure_reason: 'lost_or_stolen_card' }) },
});

export const disputesJson = ({ disputes, currency, id }: EmulatedIntent) =>
  list(
    disputes.map((dispute) => ({ object: 'dispute', currency, payment_intent: id, ...dispute })),
    100,
  );
