import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { Payment, Refund } from '../../lib/types';

/** A page of refunds with their payments, which tell to whom and for what; each payment is read once. */
export async function withPayments<P extends { data: Refund[] }>(
  gateway: PaymentGateway,
  refunds: PromiseLike<P>,
  options: RequestOptions,
): Promise<{ page: P; payments: ReadonlyMap<string, Payment> }> {
  const page = await refunds;
  const ids = [...new Set(page.data.map(({ paymentId }) => paymentId))];
  const payments = await Promise.all(ids.map((id) => gateway.payments.get(id, options)));
  return { page, payments: new Map(payments.map((payment) => [payment.id, payment])) };
}
