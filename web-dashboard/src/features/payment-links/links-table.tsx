import { LINK_STATES } from '../../lib/states';
import { testId } from '../../lib/test-ids';
import type { PaymentLink } from '../../lib/types';
import { Copy } from '../../ui/copy';
import Link from '../../ui/link';
import { StateBadge } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { addressOf, priceOf } from './link-words';

const HEAD = [
  { grow: 'Link' },
  'State',
  { 'wide mid': 'Takes' },
  { wide: 'Expires' },
  'Created',
  { end: 'Amount' },
  { wide: 'Copy' },
];

export function LinksTable({ links }: { links: PaymentLink[] }) {
  return (
    <Table id="payment-links-table" label="Payment links" head={HEAD}>
      {links.map((link) => (
        <tr key={link.id} data-link {...testId('payment-link-row')} data-payment-link-id={link.id}>
          <td className="grow max-sm:max-w-full max-sm:basis-full">
            <Link className="row-link block truncate font-medium" href={`/dashboard/payment-links/${link.id}`}>
              {link.title}
            </Link>
            {link.referenceId && (
              <span className="block truncate text-[12.5px]/[16px] text-ink-3">{link.referenceId}</span>
            )}
          </td>
          <td>
            <StateBadge of={LINK_STATES[link.status]} value={link.status} id="status" />
          </td>
          <td className="wide mid text-ink-2">{link.reusable ? 'Any number of payments' : 'One payment'}</td>
          <td className="wide">
            {link.expiresAt ? <Time at={link.expiresAt} /> : <span className="text-ink-3">Never</span>}
          </td>
          <td>
            <Time at={link.createdAt} id="created-at" />
          </td>
          <td className="end font-medium whitespace-nowrap" {...testId('amount')}>
            {priceOf(link)}
          </td>
          <td className="wide w-0">
            {link.status === 'active' && <Copy text={addressOf(link)} label={`the address of ${link.title}`} />}
          </td>
        </tr>
      ))}
    </Table>
  );
}
