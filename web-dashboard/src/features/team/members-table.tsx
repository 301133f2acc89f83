import type { PaymentGateway } from '@payment-gateway/sdk';
import { wordsOf } from '../../lib/format';
import type { Session } from '../../lib/session';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Locked } from './locked';
import { RemoveDialog } from './remove-dialog';
import { ResetFactor } from './reset-factor';
import { RoleForm } from './role-form';
import { rolesGivenBy } from './roles';

type Team = Awaited<ReturnType<PaymentGateway['members']['list']>>;

/** The last owner cannot be removed or demoted, so neither is offered. */
export function MembersTable({ members, session }: { members: Team['data']; session: Session }) {
  const roles = rolesGivenBy(session);
  const owners = members.filter(({ role }) => role === 'owner').length;
  const mayChange = session.can('team:write');
  return (
    <Table
      label="Members"
      head={[{ grow: 'Member' }, 'Role', 'Last seen', { wide: 'Joined' }, ...(mayChange ? [{ end: 'Change' }] : [])]}
    >
      {members.map(({ id, name, email, role, lastSeenAt, apiKeys, secondFactor, lockedUntil, createdAt }) => {
        const isSelf = id === session.user.id;
        const isChangeable = mayChange && roles.includes(role) && !(role === 'owner' && owners === 1);
        return (
          <tr key={id} data-member-id={id}>
            <td className="grow max-sm:max-w-full">
              <p className="font-medium">
                {name}
                {isSelf && <span className="font-normal text-ink-3"> (you)</span>}
              </p>
              <p className="break-words text-ink-2">{email}</p>
              {!secondFactor && <p className="text-[13px]/[18px] text-ink-3">No second factor</p>}
              {secondFactor && !isSelf && session.merchant.role === 'owner' && <ResetFactor id={id} name={name} />}
              {lockedUntil && <Locked id={id} until={lockedUntil} mayUnlock={mayChange} />}
            </td>
            <td>{isChangeable ? <RoleForm id={id} name={name} role={role} roles={roles} /> : wordsOf(role)}</td>
            <td>
              <span className="text-ink-3 sm:hidden">Seen </span>
              {lastSeenAt ? <Time at={lastSeenAt} /> : <span className="text-ink-3">not lately</span>}
            </td>
            <td className="wide">
              <Time at={createdAt} />
            </td>
            {mayChange && (
              <td className="end">
                {isChangeable ? (
                  <RemoveDialog
                    id={id}
                    open={isSelf ? 'Leave' : 'Remove'}
                    apiKeys={apiKeys}
                    title={isSelf ? `Leave ${session.merchant.name}?` : `Remove ${name}?`}
                  >
                    {isSelf ? 'You' : email} loses all access to {session.merchant.name} from the next request on.
                    Rejoining takes a new invite.
                  </RemoveDialog>
                ) : (
                  role === 'owner' && owners === 1 && <span className="text-ink-3">the only owner</span>
                )}
              </td>
            )}
          </tr>
        );
      })}
    </Table>
  );
}
