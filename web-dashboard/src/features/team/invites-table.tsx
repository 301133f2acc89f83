import type { PaymentGateway } from '@payment-gateway/sdk';
import { wordsOf } from '../../lib/format';
import type { Session } from '../../lib/session';
import { Empty } from '../../ui/empty';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { RemoveDialog } from './remove-dialog';
import { rolesGivenBy } from './roles';

type Team = Awaited<ReturnType<PaymentGateway['members']['list']>>;

export function InvitesTable({ invites, session }: { invites: Team['invites']; session: Session }) {
  const mayChange = session.can('team:write');
  if (invites.length === 0) {
    const next = mayChange ? 'Choose Invite to create an invite link.' : 'Admins and owners may invite members.';
    return <Empty title="No open invites">{next}</Empty>;
  }
  const roles = rolesGivenBy(session);
  return (
    <Table
      label="Open invites"
      head={[{ grow: 'Email' }, 'Role', 'Expires', { wide: 'Invited' }, ...(mayChange ? [{ end: 'Change' }] : [])]}
    >
      {invites.map(({ id, email, role, expiresAt, createdAt }) => (
        <tr key={id} data-invite-id={id}>
          <td className="grow max-sm:max-w-full font-medium break-words">{email}</td>
          <td>{wordsOf(role)}</td>
          <td>
            <span className="text-ink-3 sm:hidden">Expires </span>
            <Time at={expiresAt} />
          </td>
          <td className="wide">
            <Time at={createdAt} />
          </td>
          {mayChange && (
            <td className="end">
              {roles.includes(role) && (
                <RemoveDialog id={id} open="Withdraw" title={`Withdraw the invite for ${email}?`}>
                  Its link stops working. Joining takes a new invite.
                </RemoveDialog>
              )}
            </td>
          )}
        </tr>
      ))}
    </Table>
  );
}
