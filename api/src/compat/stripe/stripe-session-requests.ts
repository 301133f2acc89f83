import { CreateOrderDto } from '../../money/orders/create-order.dto.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { notSupported } from './stripe-errors.js';
import { stripeId } from './stripe-ids.js';
import { customerOf, given, upper } from './stripe-intent-requests.js';
import { notesOf } from './stripe-metadata.js';
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
  if (sent.raw('price') !== undefined)
    throw notSupported('A price that was made before: send price_data. It', sent.field('price'));
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
  const conversion = sent.within('adaptive_pricing');
  conversion?.oneOf('enabled', ['false']);
  conversion?.end();
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
    capture:
      intent?.oneOf('capture_method', ['automatic', 'automatic_async', 'manual']) === 'manual' ? 'manual' : undefined,
    description: intent?.text('description'),
    notes: notesOf({ ...(intent?.metadata() || {}), ...(sent.metadata() || {}) }),
  });
  intent?.end('receipt_email', 'statement_descriptor', 'statement_descriptor_suffix');
  sent.end(...IGNORED);
  return orderFrom(fields) as unknown as CreateOrderDto;
}
