import { METHODS, type Method } from '../connectors/connector-entry.js';
import type { Flow, Sheet } from '../connectors/sheet.js';
import {
  accountIds,
  type MerchantRouting,
  type RoutedAccount,
  type RoutedPayment,
  ruleOf,
  unfitness,
} from './routed-payment.js';

/** How a shopper can pay by each method; `qr` shows the link of an intent. */
const FLOWS_OF = { upi: ['intent', 'collect', 'redirect'], card: ['raw_card', 'redirect'] } as const satisfies Readonly<
  Record<Method, readonly Flow[]>
>;
type PayableFlow = (typeof FLOWS_OF)[Method][number];
export const PAYABLE_FLOWS: readonly PayableFlow[] = ['intent', 'collect', 'raw_card', 'redirect'];

/** A method that an order can be paid by, and the ways to do so. */
export interface PayableMethod {
  readonly method: Method;
  readonly flows: readonly PayableFlow[];
}

/** An order with what decides how it can be paid. */
export interface PayableOrder extends Pick<RoutedPayment, 'amount' | 'currency' | 'capture'> {
  readonly routing: MerchantRouting;
  /** A test merchant that never had an account gets the simulated one with its first payment. */
  readonly getsSimulated: boolean;
  /** The merchant takes UPI collect. */
  readonly takesCollect: boolean;
}

const SIMULATED: RoutedAccount = {
  ...{ id: 'simulated', label: 'Simulated acquirer', connector: 'simulated', enabled: true },
  ...{ methods: null, currencies: null, health: [] },
};

/**
 * The methods that an order can be paid by, each as the first account that takes it offers it: the first of the rule that
 * such a payment meets, or else by priority. An account that is passed over counts, because it may be tried again.
 */
export function payableMethods(order: PayableOrder, sheetOf: (connector: string) => Sheet): PayableMethod[] {
  return METHODS.flatMap((method) => {
    if (method === 'upi' && order.currency !== 'INR') return [];
    const offered = new Set<Flow>(firstSheet(order, method, sheetOf)?.flows);
    const flows = FLOWS_OF[method].filter((flow) => offered.has(flow) && (flow !== 'collect' || order.takesCollect));
    return flows.length > 0 ? [{ method, flows }] : [];
  });
}

/** The sheet of the first account that takes a payment by the method, whatever its flow. */
function firstSheet(
  { amount, currency, capture, routing, getsSimulated }: PayableOrder,
  method: Method,
  sheetOf: (connector: string) => Sheet,
): Sheet | undefined {
  const paymentAt = (connector: string): RoutedPayment => ({
    method,
    flow: null,
    connector,
    amount,
    currency,
    capture,
  });
  const known = getsSimulated ? { ...routing, accounts: [SIMULATED] } : routing;
  const ids = accountIds(known, ruleOf(known, paymentAt('')));
  const accounts = ids.flatMap((id) => known.accounts.filter((one) => one.id === id));
  const first = accounts.find((one) => unfitness(one, sheetOf(one.connector), paymentAt(one.connector)) === null);
  return first && sheetOf(first.connector);
}
