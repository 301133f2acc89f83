import { testId } from '../../lib/test-ids';
import { customerName } from '../../lib/customer-words';
import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Payment } from '../../lib/types';
import { instrumentOf } from './instrument';
import { MethodMark } from './method-mark';

/** Who paid: the customer, or what the payment itself tells. */
export function Payer({ payment: { customer, vpa } }: { payment: Payment }) {
  const name = customerName(customer) ?? vpa;
  return name ?? <span className="font-normal text-ink-3">Guest</span>;
}

/** The mark of the method and the VPA or the card; the API's name of the method is in the document beside it. */
export function Paid({ payment }: { payment: Payment }) {
  const { method } = payment;
  const instrument = payment.vpa ?? instrumentOf(payment);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <MethodMark method={method} />
      <span className="sr-only" {...testId('method')} data-method={method ?? ''}>
        {method ?? '–'}
      </span>
      <span className="min-w-0 truncate text-ink-2" title={instrument}>
        {instrument}
      </span>
    </span>
  );
}

/** What helps below a state: why it failed, or how much went back. */
export function moreOf({ moneyState, errorReason, amountRefunded, currency }: Payment): string | undefined {
  if (moneyState === 'failed') return errorReason ? wordsOf(errorReason) : undefined;
  if (moneyState === 'partly_refunded') return `${amountOf(amountRefunded, currency)} refunded`;
  return undefined;
}
