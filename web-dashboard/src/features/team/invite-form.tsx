import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../lib/format';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { invite } from './actions';
import { type Role, ROLE_WORDS } from './roles';
import { Tick } from '../../ui/tick';

export function InviteForm({ merchant, roles }: { merchant: string; roles: Role[] }) {
  return (
    <Dialog open="Invite" look="primary" title={`Invite a member to ${merchant}`} testId="invite-button">
      <ActionForm action={invite} attempt={randomUUID()} testId="invite-form">
        <Field label="Email" name="email" type="email" maxLength={320} required />
        <fieldset>
          <legend className="text-[13px]/[18px] font-medium">Role</legend>
          {roles.map((role) => (
            <label key={role} className="mt-1 flex min-h-8 items-baseline gap-2">
              <Tick type="radio" name="role" value={role} defaultChecked={role === 'viewer'} />
              <span>
                <span className="font-medium">{wordsOf(role)}</span>{' '}
                <span className="text-ink-2">{ROLE_WORDS[role]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <span>
          <Submit busy="Inviting…">Make the invite link</Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
