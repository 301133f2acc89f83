import type { RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';
import { loadActors } from '../timeline/actors';
import { loadSteps } from '../timeline/steps';

const MAX_PAYMENTS = 50;

/** An order with its payments and its own events. */
export async function loadOrderDetails(session: Session, id: string, options: RequestOptions) {
  const { gateway } = session;
  const [order, payments] = await Promise.all([
    gateway.orders.get(id, options),
    gateway.payments.list({ orderId: id, limit: MAX_PAYMENTS }, options),
  ]);
  const [steps, actors] = await Promise.all([loadSteps(gateway, [id], options), loadActors(session, options)]);
  return { order, payments: payments.data, steps, actors };
}
