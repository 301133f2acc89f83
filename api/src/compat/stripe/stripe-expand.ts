import { ApiError } from '../../platform/errors/api-error.js';
import type { Parameters } from './stripe-parameters.js';

const MAX_DEPTH = 4;
const MAX_EXPANSIONS = 20;

/** Fields that hold an id of another object, a list, or always null. */
const EXPANDABLE = new Set([
  ...['latest_charge', 'charge', 'payment_intent', 'customer', 'payment_method', 'line_items', 'refunds', 'data'],
  ...['balance_transaction', 'invoice', 'review', 'on_behalf_of', 'application', 'application_fee', 'source_transfer'],
  ...['failure_balance_transaction', 'default_source', 'transfer_reversal', 'subscription', 'setup_intent'],
]);

/** The paths of `expand`. */
export function expansionsOf(sent: Parameters): string[][] {
  const paths = (sent.list('expand') ?? []).map((path) => String(path).split('.'));
  if (paths.length > MAX_EXPANSIONS || paths.some(({ length }) => length > MAX_DEPTH)) {
    throw sent.invalid('expand', `At most ${MAX_EXPANSIONS} expansions of ${MAX_DEPTH} levels are allowed`);
  }
  const other = paths.find((path) => path.some((field) => !EXPANDABLE.has(field)));
  if (other) throw notExpandable(other.join('.'));
  return paths;
}

export const notExpandable = (path: string) =>
  new ApiError('invalid_parameter', `This property cannot be expanded (${path.slice(0, 100)}).`, { field: 'expand' });
