import { csvLine } from '../../lib/csv';
import type { Payment } from '../../lib/types';
import { shownStatus } from './payment-status';

export const PAYMENTS_CSV_HEAD =
  'id,order_id,created_at,status,money_state,amount,amount_captured,amount_refunded,currency,method,vpa,card_network,card_last4,error_reason,connector_reference\r\n';

/** One line of the export, in the order of the header. Amounts are in minor units. */
export function paymentCsvLine(p: Payment): string {
  const money = [p.amount, p.amountCaptured, p.amountRefunded, p.currency];
  const instrument = [p.method, p.vpa, p.cardNetwork, p.cardLast4];
  const fields = [p.id, p.orderId, p.createdAt, shownStatus(p), p.moneyState, ...money, ...instrument, p.errorReason];
  return csvLine([...fields, p.connectorReference]);
}
