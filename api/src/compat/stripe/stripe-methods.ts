import { detectCardNetwork } from '@payment-gateway/sdk/validators';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { cardOfToken, type GivenCard } from './stripe-cards.js';
import { stripeId } from './stripe-ids.js';
import { keptIn } from './stripe-metadata.js';

/** Times are seconds since 1970. */
export const seconds = (time: string) => Math.floor(Date.parse(time) / 1_000);

interface ShownCard {
  brand: string;
  last4: string;
  exp_month: number;
  exp_year: number;
}

const NO_DETAILS = { address: null, email: null, name: null, phone: null };

function cardMethod(id: string, created: number, livemode: boolean, card: ShownCard) {
  return {
    ...{ id, object: 'payment_method' as const, billing_details: NO_DETAILS },
    card: {
      ...{ brand: card.brand, checks: NO_CHECKS, country: null, exp_month: card.exp_month, exp_year: card.exp_year },
      ...{ fingerprint: null, funding: 'unknown', generated_from: null, last4: card.last4 },
      ...{
        networks: { available: [card.brand], preferred: null },
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
    },
    ...{ created, customer: null, livemode, metadata: {}, type: 'card' as const },
  };
}
const NO_CHECKS = { address_line1_check: null, address_postal_code_check: null, cvc_check: null };

/** A test card that was not charged yet. It is not stored: its id says all of it. */
export function methodOfCard({ card, token }: GivenCard & { token: string }, now: Date) {
  const year = Number(card.expiry_year);
  return cardMethod(token, Math.floor(now.getTime() / 1_000), false, {
    brand: detectCardNetwork(card.number),
    last4: card.number.slice(-4),
    exp_month: Number(card.expiry_month),
    exp_year: year < 100 ? 2_000 + year : year,
  });
}

export const methodOfToken = (token: string, field: string, now: Date) => {
  const { card, token: name } = cardOfToken(token, field);
  return methodOfCard({ card, token: name ?? token }, now);
};

/** The gateway keeps no expiry. That of a test token is in its id; of other cards it is shown as 0. */
function expiryOf({ notes }: PaymentDto): Pick<ShownCard, 'exp_month' | 'exp_year'> {
  const token = keptIn(notes).payment_method;
  if (token === undefined) return { exp_month: 0, exp_year: 0 };
  const { card } = cardOfToken(token, 'payment_method');
  return { exp_month: Number(card.expiry_month), exp_year: Number(card.expiry_year) };
}

function shownCard(payment: PaymentDto): ShownCard {
  return { brand: payment.card_network ?? 'unknown', last4: payment.card_last4 ?? '', ...expiryOf(payment) };
}

/** The instrument of a payment; null until the shopper has chosen one on a page of an acquirer. */
export function methodOfPayment(payment: PaymentDto) {
  const { id: paymentId, method, mode, vpa } = payment;
  if (method === null) return null;
  const [id, created, livemode] = [stripeId('payment_method', paymentId), seconds(payment.created_at), mode === 'live'];
  if (method === 'card') return cardMethod(id, created, livemode, shownCard(payment));
  const shared = {
    id,
    object: 'payment_method' as const,
    billing_details: NO_DETAILS,
    created,
    customer: null,
    livemode,
  };
  return { ...shared, metadata: {}, type: method, ...(method === 'upi' && { upi: { vpa } }) };
}

export function methodDetails(payment: PaymentDto) {
  const { method, vpa } = payment;
  if (method === null) return null;
  if (method !== 'card') return { type: method, ...(method === 'upi' && { upi: { vpa } }) };
  const card = shownCard(payment);
  return {
    card: {
      ...{ ...card, checks: NO_CHECKS, country: null, fingerprint: null, funding: 'unknown', installments: null },
      ...{ mandate: null, network: card.brand, three_d_secure: null, wallet: null },
    },
    type: 'card' as const,
  };
}
