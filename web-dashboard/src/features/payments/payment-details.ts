import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';
import type { Charge, Order, Payment, Refund } from '../../lib/types';
import { type Actors, loadActors } from '../timeline/actors';
import { type EndpointNames, loadEndpointNames, loadSteps, type Step } from '../timeline/steps';

type Receipt = Awaited<ReturnType<PaymentGateway['receipts']['get']>>;

/** A payment with its charges, its order, its refunds and their events. */
export interface PaymentDetails {
  payment: Payment;
  /** Oldest first; none if the payment was never sent. */
  charges: Charge[];
  order: Order;
  refunds: Refund[];
  /** Null unless money was captured. */
  receipt: Receipt | null;
  /** Of the payment, its order and its refunds. */
  steps: Step[];
  actors: Actors;
  endpoints: EndpointNames;
}

const PAGE_SIZE = 100;

export async function loadPaymentDetails(
  session: Session,
  id: string,
  options: RequestOptions,
): Promise<PaymentDetails> {
  const { gateway } = session;
  const payment = await gateway.payments.get(id, options);
  const [order, refunds, charges, receipt, actors, endpoints] = await Promise.all([
    gateway.orders.get(payment.orderId, options),
    gateway.refunds.list({ paymentId: id, limit: PAGE_SIZE }, options),
    gateway.payments.listCharges(id, options),
    payment.captured ? gateway.receipts.get(id, options) : null,
    loadActors(session, options),
    loadEndpointNames(gateway, options),
  ]);
  const steps = await loadSteps(gateway, [id, order.id, ...refunds.data.map((refund) => refund.id)], options);
  return { payment, charges: charges.data, order, refunds: refunds.data, receipt, steps, actors, endpoints };
}
