import type { OrderDto } from '../../money/orders/order.dto.js';
import { lower } from './stripe-entities.js';
import { stripeId } from './stripe-ids.js';
import { metadataOf } from './stripe-metadata.js';
import { seconds } from './stripe-methods.js';

export function itemEntities({ id, line_items: lines, currency, amount, description }: OrderDto) {
  const shown = lines ?? [{ name: description ?? 'Order', quantity: 1, amount }];
  return shown.map((line, at) => ({
    id: `li_${id.slice(id.indexOf('_') + 1)}_${at + 1}`,
    object: 'item' as const,
    amount_discount: 0,
    amount_subtotal: line.quantity * line.amount,
    amount_tax: 0,
    amount_total: line.quantity * line.amount,
    currency: lower(currency),
    description: line.name,
    price: null,
    quantity: line.quantity,
  }));
}

const STATUS = {
  created: 'open',
  attempted: 'open',
  paid: 'complete',
  cancelled: 'expired',
  expired: 'expired',
} as const;
/** Shown for an order without an end: every session has one. */
const ENDLESS_SECONDS = 365 * 86_400;

/** `url` is the hosted page, as long as the session is open. `isAuthorized`: a payment of it is, and not yet captured. */
export function sessionEntity(order: OrderDto, checkoutUrl: string, isAuthorized = false) {
  const { id, customer, expires_at: end } = order;
  const status = isAuthorized ? 'complete' : STATUS[order.status];
  return {
    id: stripeId('checkout.session', id),
    object: 'checkout.session' as const,
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: order.amount,
    amount_total: order.amount,
    automatic_tax: { enabled: false, status: null },
    billing_address_collection: null,
    cancel_url: order.cancel_url,
    client_reference_id: order.receipt,
    consent: null,
    consent_collection: null,
    created: seconds(order.created_at),
    currency: lower(order.currency),
    currency_conversion: null,
    custom_fields: [],
    custom_text: { shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: customer?.id ? stripeId('customer', customer.id) : null,
    customer_creation: null,
    customer_details: customer && {
      ...{ address: null, email: customer.email, name: customer.name, phone: customer.contact },
      ...{ tax_exempt: 'none', tax_ids: null },
    },
    customer_email: customer?.id ? null : (customer?.email ?? null),
    expires_at: end === null ? seconds(order.created_at) + ENDLESS_SECONDS : seconds(end),
    invoice: null,
    invoice_creation: null,
    livemode: order.mode === 'live',
    locale: null,
    metadata: metadataOf(order.notes),
    mode: 'payment' as const,
    payment_intent: stripeId('payment_intent', id),
    payment_link: null,
    payment_method_collection: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: order.status === 'paid' ? ('paid' as const) : ('unpaid' as const),
    phone_number_collection: { enabled: false },
    recovered_from: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_details: null,
    shipping_options: [],
    status,
    submit_type: null,
    subscription: null,
    success_url: order.return_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: status === 'open' ? `${checkoutUrl}?order_id=${id}` : null,
  };
}
