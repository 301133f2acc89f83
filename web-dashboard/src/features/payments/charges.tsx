import { amountOf } from '../../lib/money';
import type { Session } from '../../lib/session';
import { testId } from '../../lib/test-ids';
import type { Charge, Payment } from '../../lib/types';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Moment } from '../../ui/time';
import { Facts, Id } from '../../ui/values';
import { outcomeOf, reasonOf, surplusWords } from './charge-words';

/** Each try of a payment at a connection, oldest first. */
export function Charges({ charges, payment, session }: { charges: Charge[]; payment: Payment; session: Session }) {
  return (
    <ol className="divide-y divide-line-strong" {...testId('charges')}>
      {charges.map((charge) => (
        <ChargeItem key={charge.id} charge={charge} payment={payment} mayOpen={session.can('connectors:read')} />
      ))}
    </ol>
  );
}

function ChargeItem({ charge, payment, mayOpen }: { charge: Charge; payment: Payment; mayOpen: boolean }) {
  const { id, status, amount, amountCaptured, currency, connectorReference, routing, createdAt, endedAt } = charge;
  const { tone, words } = outcomeOf(charge);
  const reason = reasonOf(charge);
  const money = (minor: number) => amountOf(minor, currency);
  return (
    <li className="py-4 first:pt-0 last:pb-0" {...testId('charge-item')} data-charge-id={id}>
      <div className="flex items-start justify-between gap-3">
        <h3 className="min-w-0 font-medium wrap-anywhere">
          <Connection charge={charge} mayOpen={mayOpen} />
        </h3>
        <Status status={status} tone={tone} id="charge-status" />
      </div>
      <p className="mt-1 text-[13px]/[18px] text-ink-2">{words}</p>
      {reason && <p className="mt-1 text-[13px]/[18px] text-bad">{reason}</p>}
      {charge.surplus.map((further) => (
        <p key={further.connectorReference} className="mt-1 text-[13px]/[18px] text-bad" {...testId('charge-surplus')}>
          {surplusWords(further)}
        </p>
      ))}
      {routing && routing.reason !== 'only' && (
        <p className="mt-1 text-[13px]/[18px] text-ink-2" {...testId('charge-routing')}>
          {routing.description}
        </p>
      )}
      <div className="mt-2 -mb-2">
        <Facts
          facts={[
            ['Sent', <Moment key="sent" at={createdAt} />],
            ['Decided', endedAt && <Moment key="decided" at={endedAt} />],
            ['Asked for', amount === payment.amount ? null : money(amount)],
            ['Captured', [0, amount].includes(amountCaptured) ? null : `${money(amountCaptured)} of ${money(amount)}`],
            [
              "Acquirer's id",
              connectorReference && <Id key="theirs" value={connectorReference} id="charge-reference" copy />,
            ],
            ['Our reference', <Id key="ours" value={id} copy />],
          ]}
        />
      </div>
    </li>
  );
}

/** A charge of a version before connections has the name of its connector only. */
function Connection({ charge: { accountLabel, connector }, mayOpen }: { charge: Charge; mayOpen: boolean }) {
  if (accountLabel === null || !mayOpen) return accountLabel ?? connector;
  return (
    <Link className="link" href="/dashboard/connections">
      {accountLabel}
    </Link>
  );
}
