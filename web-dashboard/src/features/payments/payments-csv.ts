import { csvLine } from '../../lib/csv';
import { plainAmount } from '../../lib/money';
import type { Payment } from '../../lib/types';
import { shownStatus } from './payment-status';

export const PAYMENTS_CSV_HEAD =
  'id,order_id,created_at,status,money_state,amount,amount_captured,amount_refunded,currency,method,vpa,card_network,card_last4,error_reason,connector_reference,amount_decimal,amount_captured_decimal,amount_refunded_decimal,description,customer_id,customer_name,customer_email,customer_contact\r\n';

/** One line of the export, in the order of the header. Amounts are in minor units, and once more in decimals. */
export function paymentCsvLine(p: Payment): string {
  const amounts = [p.amount, p.amountCaptured, p.amountRefunded];
  const instrument = [p.method, p.vpa, p.cardNetwork, p.cardLast4];
  const payer = [p.customer?.id, p.customer?.name, p.customer?.email, p.customer?.contact];
  return csvLine([
    ...[p.id, p.orderId, p.createdAt, shownStatus(p), p.moneyState, ...amounts, p.currency, ...instrument],
    ...[p.errorReason, p.connectorReference, ...amounts.map((minor) => plainAmount(minor, p.currency))],
    ...[p.description, ...payer],
  ]);
}
