import { CreateOrderDto } from '../../money/orders/create-order.dto.js';
import { CreatePaymentDto } from '../../money/payments/create-payment.dto.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { cardOfMethod, cardOfToken, type GivenCard } from './stripe-cards.js';
import { notSupported } from './stripe-errors.js';
import { ownId, stripeId } from './stripe-ids.js';
import { clientSecretOf } from './stripe-intent.js';
import { type Kept, notesOf } from './stripe-metadata.js';
import type { Parameters } from './stripe-parameters.js';

const orderFrom = compileDto(CreateOrderDto);
const paymentFrom = compileDto(CreatePaymentDto);

/** Accepted without effect: the gateway has no use for them, and nothing that a shopper or merchant sees depends on them. */
export const IGNORED = [
  ...['automatic_payment_methods', 'payment_method_types', 'payment_method_options', 'receipt_email', 'radar_options'],
  ...[
    'statement_descriptor',
    'statement_descriptor_suffix',
    'shipping',
    'use_stripe_sdk',
    'client_secret',
    'off_session',
  ],
];

/** What is given of these fields. */
export const given = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

export interface NewIntent {
  order: CreateOrderDto;
  card: GivenCard | null;
  confirm: boolean;
}

function cardAsked(sent: Parameters): GivenCard | null {
  const token = sent.text('payment_method');
  const data = sent.within('payment_method_data');
  if (token !== undefined) return cardOfToken(token, sent.field('payment_method'));
  return data ? cardOfMethod(data) : null;
}

/** `automatic_async` differs only in when Stripe writes its own books. */
function captureOf(sent: Parameters): 'automatic' | 'manual' {
  const method = sent.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']);
  return method === 'manual' ? 'manual' : 'automatic';
}

/** Stripe adds the intent to the URL to which the shopper returns. */
export function returnUrlOf(url: string, orderId: string): string {
  if (!URL.canParse(url)) return url; // the validation names the fault
  const id = stripeId('payment_intent', orderId);
  const query = new URLSearchParams({ payment_intent: id, payment_intent_client_secret: clientSecretOf(id) });
  const [page = '', fragment] = url.split('#', 2);
  const rest = fragment === undefined ? '' : `#${fragment}`;
  return `${page}${page.includes('?') ? '&' : '?'}${query.toString()}${rest}`;
}

export const customerOf = (sent: Parameters) => {
  const id = sent.text('customer');
  return id === undefined ? undefined : { id: ownId('customer', id, 'customer') };
};

export const upper = (currency: string) => currency.toUpperCase();

export function newIntentOf(sent: Parameters, orderId: string): NewIntent {
  const confirm = sent.boolean('confirm') ?? false;
  const card = cardAsked(sent);
  const url = sent.text('return_url');
  if (card && !confirm && card.token === null)
    throw notSupported('A card number without confirm=true', 'payment_method_data');
  if (confirm && !card) return sent.missing('payment_method');
  const method = sent.oneOf('confirmation_method', ['automatic', 'manual']);
  const kept: Kept = {
    ...(card?.token && !confirm && { payment_method: card.token }),
    ...(method === 'manual' && { confirmation_method: method }),
  };
  const fields = given({
    amount: sent.integer('amount') ?? sent.missing('amount'),
    currency: upper(sent.required('currency')),
    capture: captureOf(sent),
    customer: customerOf(sent),
    description: sent.text('description'),
    return_url: url && returnUrlOf(url, orderId),
    notes: notesOf(sent.metadata(), kept),
  });
  sent.end(...IGNORED);
  return { order: orderFrom(fields) as unknown as CreateOrderDto, card, confirm };
}

export interface Confirmation {
  card: GivenCard | null;
  returnUrl: string | undefined;
}

export function confirmationOf(sent: Parameters, orderId: string): Confirmation {
  const card = cardAsked(sent);
  const url = sent.text('return_url');
  sent.end(...IGNORED);
  const returnUrl = url && returnUrlOf(url, orderId);
  if (returnUrl !== undefined) orderFrom({ amount: 100, return_url: returnUrl }); // the rules of an order's URL
  return { card, returnUrl };
}

/** The payment of an order by this card. It has the intent's metadata, as charges at Stripe. */
export function paymentOf(
  orderId: string,
  { card, token }: GivenCard,
  metadata: Record<string, string>,
): CreatePaymentDto {
  const notes = notesOf(metadata, token === null ? {} : { payment_method: token });
  return paymentFrom({ order_id: orderId, method: 'card', card, notes }) as unknown as CreatePaymentDto;
}
