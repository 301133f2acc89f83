import { EVENT_OBJECTS, type EventType } from '../../messaging/events/event-types.js';
import type { CustomerDto } from '../../money/customers/customer.dto.js';
import type { OrderDto, OrderOfPaymentDto } from '../../money/orders/order.dto.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import type { RefundDto } from '../../money/refunds/refund.dto.js';
import { chargeEntity } from './stripe-charge.js';
import { customerEntity, refundEntity } from './stripe-entities.js';
import { STRIPE_VERSION } from './stripe-errors.js';
import { intentEntity, orderOfPayment } from './stripe-intent.js';
import { sessionEntity } from './stripe-sessions.js';

/** An event as the gateway stores it. */
export interface StoredEvent {
  id: string;
  event: EventType;
  timestamp: number;
  mode: 'test' | 'live';
  data: {
    order?: OrderDto | OrderOfPaymentDto;
    payment?: PaymentDto;
    refund?: RefundDto;
    customer?: CustomerDto;
  };
}

/** Stripe's types for the gateway's. Where there are two, the object decides. */
const NAMES = {
  'payment.pending': ['payment_intent.processing'],
  'payment.requires_action': ['payment_intent.requires_action'],
  'payment.success': ['charge.succeeded', 'payment_intent.amount_capturable_updated'],
  'payment.captured': ['charge.captured'],
  'payment.refunded': ['charge.refunded'],
  'payment.failed': ['payment_intent.payment_failed'],
  'payment.expired': ['payment_intent.payment_failed'],
  'payment.updated': ['charge.updated'],
  'order.created': ['payment_intent.created'],
  'order.paid': ['payment_intent.succeeded', 'checkout.session.completed'],
  'order.cancelled': ['payment_intent.canceled', 'checkout.session.expired'],
  'order.expired': ['payment_intent.canceled', 'checkout.session.expired'],
  'refund.created': ['refund.created'],
  'refund.processed': ['charge.refund.updated'],
  'refund.failed': ['charge.refund.updated'],
  'refund.updated': ['charge.refund.updated'],
  'customer.created': ['customer.created'],
  'customer.updated': ['customer.updated'],
  'customer.erased': ['customer.deleted'],
  'webhook.test': ['charge.succeeded'],
} as const satisfies Partial<Record<EventType, readonly [string, string?]>>;
type Translated = keyof typeof NAMES;

/** The gateway's types that have one of Stripe's. */
export const TRANSLATED = Object.keys(NAMES) as readonly Translated[];
export const STRIPE_TYPES: readonly string[] = [...new Set(Object.values(NAMES).flat())];

/** The gateway's types that may be seen as these. A test event is sent whatever an endpoint wants. */
export const typesOf = (names: readonly string[]): Translated[] =>
  TRANSLATED.filter((type) => type !== 'webhook.test' && NAMES[type].some((name) => names.includes(name)));

export const namesOf = (types: readonly string[]): string[] => [
  ...new Set(TRANSLATED.filter((type) => types.includes(type)).flatMap((type) => [...NAMES[type]])),
];

/** Orders with line items are shown as sessions. */
const isSession = (order: OrderDto) => order.line_items !== null;

/** `checkoutUrl`: the page of the hosted checkout. Null for a type that Stripe does not have. */
export function eventEntity(stored: StoredEvent, checkoutUrl: string, pendingWebhooks: number) {
  const translated = TRANSLATED.find((type) => type === stored.event);
  if (!translated) return null;
  const { type, object } = contentOf(translated, stored.data, checkoutUrl);
  return {
    id: stored.id,
    object: 'event' as const,
    api_version: STRIPE_VERSION,
    created: stored.timestamp,
    data: { object },
    livemode: stored.mode === 'live',
    pending_webhooks: pendingWebhooks,
    request: { id: null, idempotency_key: null },
    type,
  };
}

function contentOf(
  event: Translated,
  { order, payment, refund, customer }: StoredEvent['data'],
  checkoutUrl: string,
): { type: string; object: object } {
  const [first, second] = NAMES[event] as readonly string[] as readonly [string, string?];
  if (refund) return { type: first, object: refundEntity(refund) };
  if (customer) return { type: first, object: customerEntity(customer) };
  if (order && EVENT_OBJECTS[event] === 'order') {
    const own = order as OrderDto;
    if (second && isSession(own)) return { type: second, object: sessionEntity(own, checkoutUrl) };
    return { type: first, object: intentEntity(own, payment ?? null, checkoutUrl) };
  }
  if (!payment) throw new Error(`the event ${event} has no object that Stripe has`);
  const intent = order && intentEntity(orderOfPayment(payment, order), payment, checkoutUrl);
  if (second && !payment.captured && intent) return { type: second, object: intent };
  if (first.startsWith('payment_intent.') && intent) return { type: first, object: intent };
  return { type: first, object: chargeEntity(payment) };
}
