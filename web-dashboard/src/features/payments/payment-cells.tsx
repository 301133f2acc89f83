import { testId } from '../../lib/test-ids';
import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Payment } from '../../lib/types';
import { instrumentOf } from './instrument';
import { MethodMark } from './method-mark';
import { methodName } from './payment-method';

/**
 * The mark of the method and the VPA or the card; the API's name of the method is in the document beside it. A VPA that
 * the row has for want of a name (`isPayerShown`) is not repeated.
 */
export function Paid({ payment, isPayerShown = false }: { payment: Payment; isPayerShown?: boolean }) {
  const { method, vpa, customer } = payment;
  const instrument = vpa && isPayerShown && !customer ? methodName(method) : (vpa ?? instrumentOf(payment));
  const [name = '', digits] = instrument.split(/(?= ···· )/);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <MethodMark method={method} />
      <span className="sr-only" {...testId('method')} data-method={method ?? ''}>
        {method ?? '–'}
      </span>
      {digits ? (
        <Card network={name} digits={digits} />
      ) : (
        <span className="min-w-0 truncate text-ink-2" title={instrument}>
          {instrument}
        </span>
      )}
    </span>
  );
}

/** The digits are never cut: the name of the network stands before them where there is room for all of it. */
const Card = ({ network, digits }: { network: string; digits: string }) => (
  <span
    className="flex h-5 min-w-0 flex-row-reverse flex-wrap items-center justify-end overflow-hidden text-ink-2"
    title={`${network}${digits}`}
  >
    <span className="order-1 whitespace-pre">{network}</span>
    <span className="whitespace-pre">{digits}</span>
  </span>
);

/** What helps below a state: why it failed, or how much went back. */
export function moreOf({ moneyState, errorReason, amountRefunded, currency }: Payment): string | undefined {
  if (moneyState === 'failed') return errorReason ? wordsOf(errorReason) : undefined;
  if (moneyState === 'partly_refunded') return `${amountOf(amountRefunded, currency)} refunded`;
  return undefined;
}
