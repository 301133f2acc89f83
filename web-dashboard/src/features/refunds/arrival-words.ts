import type { Payment, Refund } from '../../lib/types';

/**
 * When the payer has the money. No acquirer reports that a payer's bank has credited it, so that this is what banks
 * usually need: days after the acquirer accepted the refund.
 */
const USUAL: Readonly<Record<string, string>> = {
  upi: 'usually within 3 working days, on the account that paid',
  card: 'usually within 7 working days, on the statement of the card',
};
/** The same over the list. */
export const USUAL_DAYS = 'Usually a UPI refund arrives within 3 working days, one to a card within 7.';

export function arrivalWords({ status }: Pick<Refund, 'status'>, { method, mode }: Pick<Payment, 'method' | 'mode'>) {
  if (status === 'failed') return 'Not sent. The payer has not got this money back.';
  if (mode === 'test') return `Test mode: no money moves. A live refund arrives ${usual(method)}.`;
  const after = status === 'pending' ? ', counted from when the bank accepts it' : '';
  return `Arrives ${usual(method)}${after}. The payer’s bank does not report it.`;
}

const usual = (method: string | null) => USUAL[method ?? ''] ?? 'usually within 7 working days';
