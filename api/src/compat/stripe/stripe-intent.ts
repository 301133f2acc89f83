import type { OrderDto, OrderOfPaymentDto } from '../../money/orders/order.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { timeOfId } from '../../platform/ids.js';
import { declineOf } from './stripe-charge.js';
import { lower } from './stripe-entities.js';
import { stripeId } from './stripe-ids.js';
import { keptIn, metadataOf } from './stripe-metadata.js';
import { methodOfPayment, seconds } from './stripe-methods.js';

/** What an intent shows of its order. */
export type OrderOfIntent = Pick<
  OrderDto,
  'id' | 'mode' | 'amount' | 'currency' | 'capture' | 'description' | 'customer' | 'notes' | 'status' | 'updated_at'
> &
  Pick<Partial<OrderDto>, 'return_url'>;

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

/** The order as a payment's event has it: the payment holds the rest. */
export function orderOfPayment(payment: PaymentDto, order: OrderOfPaymentDto): OrderOfIntent {
  const { mode, amount, currency, capture, captured, updated_at } = payment;
  const status = captured ? 'paid' : 'attempted';
  const { id, description, customer, notes } = order;
  return { id, mode, amount, currency, capture, description, customer, notes, status, updated_at };
}

export function intentStatus(order: OrderOfIntent, payment: PaymentDto | null): IntentStatus {
  if (order.status === 'paid') return 'succeeded';
  if (order.status === 'cancelled' || order.status === 'expired') return 'canceled';
  if (payment?.status === 'success') return payment.captured ? 'succeeded' : 'requires_capture';
  if (payment?.status === 'pending') return 'processing';
  if (payment?.status === 'requires_action') return 'requires_action';
  return payment === null && keptIn(order.notes).payment_method ? 'requires_confirmation' : 'requires_payment_method';
}

/** Grants nothing: no route takes it. Clients expect one to hand to the page. */
export const clientSecretOf = (intentId: string) => `${intentId}_secret_${intentId.slice(intentId.indexOf('_') + 1)}`;

/** Where the shopper goes next: the acquirer's page, or the hosted checkout, which asks for the password or shows the QR code. */
function nextActionOf(order: OrderOfIntent, payment: PaymentDto, checkoutUrl: string) {
  const { next_action: action } = payment;
  const query = new URLSearchParams({ order_id: payment.order_id, payment_id: payment.id });
  const url = action?.type === 'redirect' ? action.url : `${checkoutUrl}?${query.toString()}`;
  return { redirect_to_url: { return_url: order.return_url ?? null, url }, type: 'redirect_to_url' as const };
}

function methodIdOf(order: OrderOfIntent, payment: PaymentDto | null, status: IntentStatus): string | null {
  if (status === 'requires_payment_method') return null;
  return (payment ? methodOfPayment(payment)?.id : keptIn(order.notes).payment_method) ?? null;
}

/** `payment`: the one that decides the intent; null before the first. `checkoutUrl`: the page of the hosted checkout. */
export function intentEntity(order: OrderOfIntent, payment: PaymentDto | null, checkoutUrl: string) {
  const id = stripeId('payment_intent', order.id);
  const status = intentStatus(order, payment);
  const decline = payment && status !== 'succeeded' && status !== 'canceled' ? declineOf(payment) : null;
  const method = payment && decline ? methodOfPayment(payment) : null;
  return {
    id,
    object: 'payment_intent' as const,
    amount: order.amount,
    amount_capturable: status === 'requires_capture' ? order.amount : 0,
    amount_details: { tip: {} },
    amount_received: payment?.captured ? payment.amount_captured : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: status === 'canceled' ? seconds(order.updated_at) : null,
    cancellation_reason: (order.status === 'expired' ? 'automatic' : null) as string | null,
    capture_method: order.capture,
    client_secret: clientSecretOf(id),
    confirmation_method: keptIn(order.notes).confirmation_method ?? ('automatic' as const),
    created: Math.floor(timeOfId(order.id).getTime() / 1_000),
    currency: lower(order.currency),
    customer: order.customer?.id ? stripeId('customer', order.customer.id) : null,
    description: order.description,
    invoice: null,
    last_payment_error: decline && {
      type: 'card_error' as const,
      ...decline,
      ...(method && { payment_method: method }),
    },
    latest_charge: payment && status !== 'requires_action' ? stripeId('charge', payment.id) : null,
    livemode: order.mode === 'live',
    metadata: metadataOf(order.notes),
    next_action: payment && status === 'requires_action' ? nextActionOf(order, payment, checkoutUrl) : null,
    on_behalf_of: null,
    payment_method: methodIdOf(order, payment, status),
    payment_method_options: {},
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}
export type IntentEntity = ReturnType<typeof intentEntity>;
