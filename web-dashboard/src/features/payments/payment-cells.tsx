import { testId } from '../../lib/test-ids';
import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Payment } from '../../lib/types';
import { instrumentOf } from './instrument';
import { MethodMark } from './method-mark';

/** The mark of the method and the VPA or the card; the API's name of the method is in the document beside it. */
export function Paid({ payment }: { payment: Payment }) {
  const { method } = payment;
  const instrument = payment.vpa ?? instrumentOf(payment);
  // The name of a network is cut before the digits of the card are.
  const [name = '', digits] = instrument.split(/(?= ···· )/);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <MethodMark method={method} />
      <span className="sr-only" {...testId('method')} data-method={method ?? ''}>
        {method ?? '–'}
      </span>
      <span className="flex min-w-0 text-ink-2" title={instrument}>
        <span className="truncate">{name}</span>
        {digits && <span className="shrink-0 whitespace-pre">{digits}</span>}
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
