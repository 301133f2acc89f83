import type { ReactNode } from 'react';
import { MONEY_STATES } from '../../lib/states';
import type { Payment } from '../../lib/types';
import { BulkBox } from '../../ui/bulk';
import Link from '../../ui/link';
import { Named } from '../../ui/named';
import { StateWithStatus } from '../../ui/pill';
import { Stamp } from '../../ui/time';
import { Amount, Id } from '../../ui/values';
import { moreOf, Paid } from './payment-cells';
import { Payer } from '../../ui/payer';
import type { PaymentColumn } from './payment-columns';

/** The form that captures the chosen payments. */
export const BULK = 'capture-chosen';

/** `goods`: what it is for, shown where there is no column for that. */
const PaymentLink = ({ id, first, goods }: { id: string; first: ReactNode; goods?: string | null }) => (
  <Link className="row-link block min-w-0" href={`/dashboard/transactions/${id}`}>
    <Named first={first} id={<Id value={id} id="payment-id" />} />
    {goods && <span className="goods truncate text-[13px]/[18px] text-ink-2">{goods}</span>}
  </Link>
);

/** A row beside other content: without the order. `lead` is its first line; the other one, if it is missing. */
export function ShortRow({ payment, lead }: { payment: Payment; lead: 'customer' | 'description' }) {
  const { id, moneyState, description } = payment;
  const first = lead === 'description' && description ? description : <Payer payment={payment} />;
  return (
    <>
      <td className="at-who">
        <PaymentLink id={id} first={first} />
      </td>
      <td className="at-method">
        <Paid payment={payment} />
      </td>
      <td className="at-state">
        <StateWithStatus of={MONEY_STATES[moneyState]} value={moneyState} more={moreOf(payment)} />
      </td>
      <td className="tight at-when">
        <Stamp at={payment.createdAt} short />
      </td>
      <td className="end at-amount">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
    </>
  );
}

/** A row of the whole list. `bulk`: some row of the page can be chosen, so that each keeps the room for its box. */
export function WholeRow({
  payment,
  bulk,
  hidden,
}: {
  payment: Payment;
  bulk: boolean;
  hidden: readonly PaymentColumn[];
}) {
  const { id, orderId, description, moneyState, status } = payment;
  const shows = (column: PaymentColumn) => !hidden.includes(column);
  return (
    <>
      <td className="at-who">
        <span className="flex min-w-0 items-center gap-2">
          {bulk && (
            <span className={`size-6 shrink-0 ${payment.authorized ? '' : 'max-sm:hidden'}`}>
              {payment.authorized && <BulkBox form={BULK} value={id} label={`Choose ${id} for capture`} />}
            </span>
          )}
          <span className="min-w-0 flex-1">
            <PaymentLink id={id} first={<Payer payment={payment} />} goods={shows('order') ? description : null} />
          </span>
        </span>
      </td>
      {shows('order') && (
        <td className="wide at-for">
          <Named
            first={description}
            id={
              <Link className="above min-w-0 hover:text-accent hover:underline" href={`/dashboard/orders/${orderId}`}>
                <Id value={orderId} id="order-id" />
              </Link>
            }
          />
        </td>
      )}
      <td className="end at-amount">
        <Amount minor={payment.amount} currency={payment.currency} id="amount" />
      </td>
      {shows('method') && (
        <td className="at-method">
          <Paid payment={payment} isPayerShown />
        </td>
      )}
      <td className="at-state">
        <StateWithStatus of={MONEY_STATES[moneyState]} value={moneyState} status={status} more={moreOf(payment)} />
      </td>
      {shows('created') && (
        <td className="at-when">
          <Stamp at={payment.createdAt} id="created-at" short />
        </td>
      )}
    </>
  );
}
