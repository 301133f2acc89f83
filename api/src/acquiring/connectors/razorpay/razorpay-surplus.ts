import { type ChargeRef, idempotencyKey, type Surplus } from '../connector.js';
import { isQuestion, type Payment, REFUND, refusalOf, successOf } from './razorpay-entities.js';
import type { RazorpayCall } from './razorpay-http.js';
import { refundsOf } from './razorpay-look-ups.js';
import * as mapping from './razorpay.mapping.js';
import type { View } from './razorpay.mapping.js';

type Fault = Pick<Surplus, 'isUnderWay' | 'description'>;

const underWay = (refundId: string): Fault => ({
  isUnderWay: true,
  description: `The refund ${refundId} is under way`,
});
const refused = (description: string): Fault => ({ isUnderWay: false, description });

/**
 * A shopper who has paid a link twice gets every payment but the charge's own back. Returns those that are not given back
 * yet: what Razorpay says of one must not keep the charge from being approved.
 */
export async function returnSurplus(
  call: RazorpayCall,
  charge: ChargeRef,
  view: View,
  own: Payment,
): Promise<Surplus[]> {
  const kept: Surplus[] = [];
  for (const payment of mapping.surplusOf(view, own)) {
    const fault = await givenBack(call, charge, payment).catch(() =>
      refused('Razorpay does not respond as documented'),
    );
    const { id: reference, amount, currency } = payment;
    if (fault) kept.push({ reference, amount, currency, ...fault });
  }
  return kept;
}

/** Null: it is given back. A repeat under another key refunds nothing twice, because more than is left is refused. */
async function givenBack(call: RazorpayCall, charge: ChargeRef, payment: Payment): Promise<Fault | null> {
  const left = mapping.leftOf(payment);
  if (left === 0) {
    const pending = (await refundsOf(call, payment.id)).find(({ status }) => status === 'pending');
    return pending ? underWay(pending.id) : null;
  }
  const key = mapping.refundKey(`${idempotencyKey(charge, 'surplus')}:${payment.id}`);
  const body = mapping.refundBody(left, mapping.surplusReceipt(charge), charge.reference);
  const response = await call.post(`/v1/payments/${payment.id}/refund`, body, key);
  if (isQuestion(response)) return refused(refusalOf(response));
  const { id, status } = successOf(REFUND, response);
  if (status === 'pending') return underWay(id);
  return status === 'failed' ? refused(`Its refund ${id} has failed`) : null;
}
