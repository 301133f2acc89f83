import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import type { CheckoutParams } from '../lib/params';
import type { Session } from '../lib/session';

/** What the views of an order that can be paid show. */
export interface Paying {
  order: PublicOrder;
  /** A UPI payment by code, open or over. */
  payment: PublicPayment | null;
  params: CheckoutParams;
  session: Session;
}
