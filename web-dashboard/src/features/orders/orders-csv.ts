import { csvLine } from '../../lib/csv';
import { plainAmount } from '../../lib/money';
import type { Order } from '../../lib/types';

export const ORDERS_CSV_HEAD =
  'id,created_at,status,amount,amount_paid,currency,amount_decimal,amount_paid_decimal,receipt,description,customer_id,customer_name,customer_email,customer_contact,attempts,payment_link_id\r\n';

/** One line of the export, in the order of the header. Amounts are in minor units, then in decimals. */
export function orderCsvLine(o: Order): string {
  const decimals = [o.amount, o.amountPaid].map((minor) => plainAmount(minor, o.currency));
  const payer = [o.customer?.id, o.customer?.name, o.customer?.email, o.customer?.contact];
  const money = [o.amount, o.amountPaid, o.currency, ...decimals];
  const texts = [o.receipt, o.description, ...payer];
  return csvLine([o.id, o.createdAt, o.status, ...money, ...texts, o.attempts, o.paymentLinkId]);
}
