import type { RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';
import { loadActors } from '../timeline/actors';
import { loadEndpointNames, loadSteps } from '../timeline/steps';

/** A refund with its payment, its order and its events. */
export async function loadRefundDetails(session: Session, id: string, options: RequestOptions) {
  const { gateway } = session;
  const refund = await gateway.refunds.get(id, options);
  const [payment, order, steps, actors, endpoints] = await Promise.all([
    gateway.payments.get(refund.paymentId, options),
    gateway.orders.get(refund.orderId, options),
    loadSteps(gateway, [id], options),
    loadActors(session, options),
    loadEndpointNames(gateway, options),
  ]);
  return { refund, payment, order, steps, actors, endpoints };
}
