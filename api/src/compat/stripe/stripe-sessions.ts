import { CreateOrderDto } from '../../money/orders/create-order.dto.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { lower } from './stripe-entities.js';
import { notSupported } from './stripe-errors.js';
import { stripeId } from './stripe-ids.js';
import { customerOf, given, upper } from './stripe-intent-requests.js';
import { metadataOf, notesOf } from './stripe-metadata.js';
import { seconds } from './stripe-methods.js';
import type { Parameters } from './stripe-parameters.js';

const orderFrom = compileDto(CreateOrderDto);

const DAY_SECONDS = 86_400;
const MIN_SECONDS = 60;
const SESSION_ID = '{CHECKOUT_SESSION_ID}';
/** Accepted without effect: the hosted page has its own language, fields and texts. */
const IGNORED = [
  ...['locale', 'payment_method_types', 'payment_method_options', 'billing_address_collection', 'submit_type'],
  ...['customer_creation', 'phone_number_collection'],
];

interface Line {
  name: string;
  quantity: number;
  amount: number;
  currency: string;
}

function lineOf(sent: Parameters): Line {
  if (sent.has('price')) throw notSupported('A price that was made before: send price_data. It', sent.field('price'));
  const price = sent.within('price_data') ?? sent.missing('price_data');
  const product = price.within('product_data') ?? price.missing('product_data');
  const line = {
    name: product.required('name'),
    quantity: sent.integer('quantity') ?? 1,
    amount: price.integer('unit_amount') ?? price.missing('unit_amount'),
    currency: upper(price.required('currency')),
  };
  product.end('description', 'images', 'tax_code', 'metadata');
  price.end('tax_behavior');
  sent.end();
  return line;
}

/** A page on which an order is paid. `nowSeconds`: the end of the session is a time, that of an order a duration. */
export function newSessionOf(sent: Parameters, orderId: string, nowSeconds: number): CreateOrderDto {
  sent.oneOf('mode', ['payment']);
  sent.oneOf('ui_mode', ['hosted', 'hosted_page']);
  sent.within('automatic_tax')?.oneOf('enabled', ['false']);
  const lines = (sent.objects('line_items') ?? sent.missing('line_items')).map(lineOf);
  const [first] = lines;
  if (!first) return sent.missing('line_items');
  const other = lines.find(({ currency }) => currency !== first.currency);
  if (other) throw sent.invalid('line_items', 'All line items must have the same currency');
  const intent = sent.within('payment_intent_data');
  const email = sent.text('customer_email');
  const ends = sent.time('expires_at') ?? nowSeconds + DAY_SECONDS;
  if (ends - nowSeconds < MIN_SECONDS) throw sent.invalid('expires_at', 'Must be at least a minute in the future');
  const fields = given({
    amount: lines.reduce((sum, { quantity, amount }) => sum + quantity * amount, 0),
    currency: first.currency,
    line_items: lines.map(({ name, quantity, amount }) => ({ name, quantity, amount })),
    receipt: sent.text('client_reference_id'),
    customer: customerOf(sent) ?? (email === undefined ? undefined : { email }),
    return_url: sent.text('success_url')?.replaceAll(SESSION_ID, stripeId('checkout.session', orderId)),
    cancel_url: sent.text('cancel_url')?.replaceAll(SESSION_ID, stripeId('checkout.session', orderId)),
    expires_in: ends - nowSeconds,
    capture: intent?.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']) === 'manual' ? 'manual' : undefined,
    description: intent?.text('description'),
    notes: notesOf({ ...(intent?.metadata() || {}), ...(sent.metadata() || {}) }),
  });
  intent?.end('receipt_email', 'statement_descriptor', 'statement_descriptor_suffix');
  sent.end(...IGNORED);
  return orderFrom(fields) as unknown as CreateOrderDto;
}

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

const STATUS = { created: 'open', attempted: 'open', paid: 'complete', cancelled: 'expired', expired: 'expired' } as const;
const ENDLESS_SECONDS = 365 * DAY_SECONDS;

/** `url` is the hosted page, as long as the session is open. */
export function sessionEntity(order: OrderDto, checkoutUrl: string) {
  const { id, customer, expires_at: end } = order;
  const status = STATUS[order.status];
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
    payment_status: status === 'complete' ? ('paid' as const) : ('unpaid' as const),
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
