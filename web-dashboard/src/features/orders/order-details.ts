import type { RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';
import { loadActors } from '../timeline/actors';
import { loadEndpointNames, loadSteps } from '../timeline/steps';

const MAX_PAYMENTS = 50;
/** So many of the newest attempts are in the timeline. */
const MAX_TOLD = 5;

/** An order with its payments and the events of both. */
export async function loadOrderDetails(session: Session, id: string, options: RequestOptions) {
  const { gateway } = session;
  const [order, payments] = await Promise.all([
    gateway.orders.get(id, options),
    gateway.payments.list({ orderId: id, limit: MAX_PAYMENTS }, options),
  ]);
  const tried = payments.data.slice(0, MAX_TOLD).map((payment) => payment.id);
  const paid = payments.data.find(({ captured, authorized }) => captured || authorized);
  const [receipt, steps, actors, endpoints] = await Promise.all([
    paid?.captured ? gateway.receipts.get(paid.id, options) : null,
    loadSteps(gateway, [...tried, id], options),
    loadActors(session, options),
    loadEndpointNames(gateway, options),
  ]);
  return { order, payments: payments.data, paid, receipt, steps, actors, endpoints };
}
