import { ApiError } from '../errors/api-error.js';
import { redactText } from '../secrets/redaction.js';
import { editDistance } from './edit-distance.js';

/** Our names -> names in other gateways. A name is suggested only if the request accepts it. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  amount: ['value', 'price', 'sum', 'total'],
  cancel_url: ['back_url', 'failure_url'],
  capture: ['capture_method', 'auto_capture', 'payment_capture'],
  card: ['card_details', 'payment_method_data'],
  created_from: ['from', 'since', 'start', 'created_after', 'created_gte'],
  created_to: ['to', 'until', 'end', 'created_before', 'created_lte'],
  currency: ['currency_code'],
  cursor: ['after', 'page', 'page_token', 'next_cursor', 'starting_after', 'offset', 'skip'],
  cvv: ['cvc', 'cvn', 'cvv2', 'cid', 'security_code', 'card_cvv'],
  event: ['type', 'event_type'],
  events: ['enabled_events', 'event_types', 'types'],
  expires_in: ['expires_at', 'expire_by', 'ttl', 'expiry'],
  expiry_month: ['exp_month', 'month'],
  expiry_year: ['exp_year', 'year'],
  holder_name: ['name', 'cardholder', 'cardholder_name', 'card_holder'],
  limit: ['count', 'per_page', 'page_size', 'size', 'take'],
  method: ['payment_method', 'type'],
  notes: ['metadata', 'meta'],
  number: ['card_number', 'pan'],
  order_id: ['order'],
  overlap: ['expire_old_in', 'grace'],
  payment_id: ['payment', 'charge', 'charge_id'],
  q: ['query', 'search'],
  reason: ['description', 'comment', 'notes'],
  receipt: ['reference', 'merchant_reference', 'external_id', 'order_number'],
  return_url: ['redirect_url', 'callback_url', 'success_url'],
  role: ['permission'],
  status: ['state'],
  type: ['event'],
  url: ['webhook_url', 'endpoint_url', 'endpoint', 'address'],
  vpa: ['upi_id', 'upi', 'upi_address'],
};
const MAX_SHOWN = 64;

/** The error for a name that is not in `known`. `path` is the path of its object, with a dot at its end. */
export function unknownParameter(name: string, known: readonly string[], path = ''): ApiError {
  // The caller chose the name, so it may contain a card number.
  const shown = redactText(`${path}${name}`.slice(0, MAX_SHOWN));
  return new ApiError(
    'unknown_parameter',
    `${shown} is not a parameter of this request: ${adviceFor(name, known, path)}`,
    {
      field: shown,
    },
  );
}

function adviceFor(name: string, known: readonly string[], path: string): string {
  if (plain(name) === 'idempotencykey') return 'send the key in the header Idempotency-Key';
  const nearest = nearestName(name, known);
  if (nearest !== undefined) return `did you mean ${path}${nearest}?`;
  return known.length === 0 ? 'it takes none, leave it out' : `it takes ${known.join(', ')}`;
}

/** The name that was probably meant: the same in another spelling, a synonym, or the one with the fewest typing errors. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name.slice(0, MAX_SHOWN));
  const same = known.find((each) => plain(each) === wanted);
  if (same !== undefined) return same;
  const ranked = known
    .map((each) => ({ each, distance: editDistance(wanted, plain(each)) }))
    .filter(
      ({ each, distance }) => distance <= Math.max(1, Math.floor(Math.max(wanted.length, plain(each).length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance);
  return (
    known.find((each) => SYNONYMS[each]?.some((other) => plain(other) === wanted)) ??
    ranked[0]?.each ??
    known.find((each) => wanted.length >= 4 && plain(each).startsWith(wanted))
  );
}

/** Upper case, underscores, dashes and brackets make no difference: `orderId`, `order-id` and `order_id[]` are one. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
