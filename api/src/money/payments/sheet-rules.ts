import type { Offer } from '../../acquiring/connectors/connectors.service.js';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { ApiError } from '../../platform/errors/api-error.js';

/** What a connector's sheet demands of an order; null: nothing. */
export function demandsOn({ currencies, captureModes, limits }: Sheet) {
  return {
    only_currencies: currencies,
    only_captures: captureModes.length < 2 ? captureModes : null,
    amount_limits: Object.keys(limits).length > 0 ? limits : null,
  };
}

/** The connectors that can take a payment, with their demands, as a column of the statement that creates it. */
export const takersOf = (offers: readonly Offer[]) =>
  offers.map(({ name, sheet }) => ({ connector: name, ...demandsOn(sheet) }));

/**
 * The connector of the account that takes a payment of the order `o` for the input `i`: the first by priority that is
 * enabled, takes its method and currency, and whose connector is one of `i.takers` and meets the order. No row: none does.
 */
export const takerOf = (i: string, o: string) => `(
      SELECT a.connector FROM connector_accounts a
      JOIN json_to_recordset(${i}.takers) AS t(connector text, only_currencies text[], only_captures text[],
        amount_limits json) ON t.connector = a.connector
      WHERE a.merchant_id = ${i}.merchant_id AND a.enabled AND a.removed_at IS NULL
        AND (a.methods IS NULL OR ${i}.method IS NULL OR ${i}.method = ANY (a.methods))
        AND (a.currencies IS NULL OR ${o}.currency = ANY (a.currencies))
        AND (t.only_currencies IS NULL OR ${o}.currency = ANY (t.only_currencies))
        AND (t.only_captures IS NULL OR ${o}.capture = ANY (t.only_captures))
        AND ${o}.amount >= coalesce((t.amount_limits->${o}.currency->>'min')::bigint, ${o}.amount)
        AND ${o}.amount <= coalesce((t.amount_limits->${o}.currency->>'max')::bigint, ${o}.amount)
        AND ${o}.amount % coalesce((t.amount_limits->${o}.currency->>'multipleOf')::bigint, 1) = 0
      ORDER BY a.priority, a.id LIMIT 1)`;

/** The enabled accounts of the merchant `m`, in the order in which they are tried. */
export const enabledAccounts = (m: string) => `(
      SELECT coalesce(json_agg(json_build_object('connector', a.connector, 'methods', a.methods,
        'currencies', a.currencies) ORDER BY a.priority, a.id), '[]')
      FROM connector_accounts a WHERE a.merchant_id = ${m} AND a.enabled AND a.removed_at IS NULL)`;

export interface AskedOrder {
  /** In the currency's minor unit. */
  readonly amount: number;
  readonly currency: string;
  readonly capture: 'automatic' | 'manual';
}

export interface EnabledAccount {
  readonly connector: string;
  readonly methods: readonly string[] | null;
  readonly currencies: readonly string[] | null;
}

/** Why none of the merchant's enabled accounts takes a payment with one of `offers`; null if one does. */
export function whyNotTaken(
  accounts: readonly EnabledAccount[],
  offers: readonly Offer[],
  method: string | null,
  order: AskedOrder,
): ApiError | null {
  if (accounts.length === 0) return noConnection('This merchant has no enabled connection');
  const usable = accounts.filter(({ connector }) => offers.some(({ name }) => name === connector));
  if (usable.length === 0) return noConnection('No enabled connection of this merchant takes such a payment');
  const taking = usable.filter(
    ({ methods, currencies }) =>
      (method === null || (methods?.includes(method) ?? true)) && (currencies?.includes(order.currency) ?? true),
  );
  if (taking.length === 0) {
    const asked = method === null ? order.currency : `${method} in ${order.currency}`;
    return noConnection(`No enabled connection of this merchant is set to take ${asked}`);
  }
  const unmet = taking.map(({ connector }) => {
    const offer = offers.find(({ name }) => name === connector);
    return offer ? unmetDemand(offer.sheet, order) : null;
  });
  return unmet.includes(null) ? null : (unmet[0] ?? null);
}

const noConnection = (fault: string) => {
  const cure = 'add or change one under Connections in the dashboard, or with /api/v1/connector-accounts';
  return new ApiError('no_connection', `${fault}: ${cure}`);
};

/** Why the connection cannot take a payment of the order; null if it can. */
export function unmetDemand(sheet: Sheet, { amount, currency, capture }: AskedOrder): ApiError | null {
  const { min = amount, max = amount, multipleOf = 1 } = sheet.limits[currency] ?? {};
  if (sheet.currencies?.includes(currency) === false)
    return refused(`This connection takes ${sheet.currencies.join(', ')} only, not ${currency}`);
  if (!sheet.captureModes.includes(capture))
    return refused(`This connection does not support ${capture} capture: create the order with another`);
  if (amount < min) return refused(`This connection takes at least ${min} ${currency} in minor units`);
  if (amount % multipleOf !== 0)
    return refused(`This connection takes multiples of ${multipleOf} ${currency} in minor units`);
  return amount > max ? refused(`This connection takes at most ${max} ${currency} in minor units`) : null;
}

const refused = (description: string) => new ApiError('connection_limit', description, { field: 'order_id' });
