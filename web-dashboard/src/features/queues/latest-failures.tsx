import { wordsOf } from '../../lib/format';
import type { Delivery, Refund } from '../../lib/types';
import { Card } from '../../ui/card';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Amount, Id } from '../../ui/values';

/** Deliveries and refunds that failed for good, newest first, each with a link to where it can be handled. */
export function LatestFailures({ deliveries, refunds }: { deliveries: Delivery[]; refunds: Refund[] }) {
  return (
    <>
      <Card title="Latest failed deliveries" padded={false} action={<All href="/dashboard/webhooks?status=failed" />}>
        {deliveries.length === 0 && <Empty title="No delivery has failed" />}
        {deliveries.length > 0 && (
          <Table
            label="Latest failed deliveries"
            head={['Event', { grow: 'Why' }, { wide: 'Attempts' }, { end: 'When' }]}
          >
            {deliveries.map(({ id, event, error, responseCode, attempts, lastAttemptAt, createdAt }) => (
              <tr key={id} data-link data-webhook-id={id}>
                <td className="font-medium">
                  <Link className="row-link" href={`/dashboard/webhooks/deliveries/${id}`}>
                    {event}
                  </Link>
                </td>
                <td className="grow">
                  {responseCode === null ? wordsOf(error ?? 'failed') : <Status status={String(responseCode)} />}
                </td>
                <td className="wide">{attempts}</td>
                <td className="end">
                  <Time at={lastAttemptAt ?? createdAt} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title="Latest failed refunds" padded={false} action={<All href="/dashboard/refunds?status=failed" />}>
        {refunds.length === 0 && <Empty title="No refund has failed" />}
        {refunds.length > 0 && (
          <Table
            label="Latest failed refunds"
            head={[{ grow: 'Refund' }, { grow: 'Why' }, { wide: 'When' }, { end: 'Amount' }]}
          >
            {refunds.map(({ id, errorDescription, createdAt, amount, currency }) => (
              <tr key={id} data-link data-refund-id={id}>
                <td className="grow">
                  <Link className="row-link" href={`/dashboard/refunds/${id}`}>
                    <Id value={id} />
                  </Link>
                </td>
                <td className="grow">{errorDescription}</td>
                <td className="wide">
                  <Time at={createdAt} />
                </td>
                <td className="end">
                  <Amount minor={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}

const All = ({ href }: { href: string }) => (
  <Link className="link text-[13px]/[18px]" href={href}>
    View all
  </Link>
);
