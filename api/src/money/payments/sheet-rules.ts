import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { ApiError } from '../../platform/errors/api-error.js';

/** What a connector's sheet demands of an order, as columns of the statement that creates a payment; null: nothing. */
export function demandsOn({ currencies, captureModes, limits }: Sheet) {
  return {
    only_currencies: currencies,
    only_captures: captureModes.length < 2 ? captureModes : null,
    amount_limits: Object.keys(limits).length > 0 ? limits : null,
  };
}

/** The condition on the order `o` of an input `i` with these columns. */
export const MEETS_DEMANDS = `(i.only_currencies IS NULL OR o.currency = ANY (i.only_currencies))
      AND (i.only_captures IS NULL OR o.capture = ANY (i.only_captures))
      AND o.amount >= coalesce((i.amount_limits->o.currency->>'min')::bigint, o.amount)
      AND o.amount <= coalesce((i.amount_limits->o.currency->>'max')::bigint, o.amount)
      AND o.amount % coalesce((i.amount_limits->o.currency->>'step')::bigint, 1) = 0`;
export const DEMAND_COLUMNS = 'only_currencies text[], only_captures text[], amount_limits json';

export interface AskedOrder {
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
}

/** Why the connection cannot take a payment of the order; null if it can. */
export function unmetDemand(sheet: Sheet, { amount, currency, capture }: AskedOrder): ApiError | null {
  const { min = amount, max = amount, step = 1 } = sheet.limits[currency] ?? {};
  if (sheet.currencies?.includes(currency) === false)
    return refused(`This connection takes ${sheet.currencies.join(', ')} only, not ${currency}`);
  if (!sheet.captureModes.includes(capture))
    return refused(`This connection does not support ${capture} capture: create the order with another`);
  if (amount % step !== 0) return refused(`This connection takes multiples of ${step} ${currency} in minor units`);
  if (amount < min) return refused(`This connection takes at least ${min} ${currency} in minor units`);
  return amount > max ? refused(`This connection takes at most ${max} ${currency} in minor units`) : null;
}

const refused = (description: string) => new ApiError('connection_limit', description, { field: 'order_id' });
