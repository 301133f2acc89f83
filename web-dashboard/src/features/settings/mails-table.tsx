import { testId } from '../../lib/test-ids';
import type { Mail } from '../../lib/types';
import Link from '../../ui/link';
import { StateBadge } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { MAIL_KINDS, MAIL_STATES } from './mail-words';

const HEAD = [{ grow: 'Mail' }, { grow: 'To' }, { 'wide mid': 'About' }, 'State', { end: 'Written' }] as const;

export function MailsTable({ mails }: { mails: Mail[] }) {
  return (
    <Table id="mails-table" label="Mails" head={HEAD}>
      {mails.map(({ id, subject, recipient, kind, status, createdAt }) => (
        <tr key={id} data-link {...testId('mail-row')} data-mail-id={id}>
          <td className="grow max-sm:max-w-full max-sm:basis-full">
            <Link className="row-link block truncate font-medium" href={`/dashboard/settings/mail/${id}`}>
              {subject}
            </Link>
          </td>
          <td className="grow truncate text-ink-2 max-sm:max-w-full">{recipient}</td>
          <td className="wide mid text-ink-2">{MAIL_KINDS[kind]}</td>
          <td>
            <StateBadge of={MAIL_STATES[status]} value={status} />
          </td>
          <td className="end">
            <Time at={createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
