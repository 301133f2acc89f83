import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../lib/format';
import { ActionForm } from '../../ui/action-form';
import { Select } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { changeRole } from './actions';
import type { Role } from './roles';

/** Keyed by the role: without a new key, a form that was sent would reset to the old role. */
export function RoleForm({ id, name, role, roles }: { id: string; name: string; role: Role; roles: Role[] }) {
  const options = roles.map((one) => [one, wordsOf(one)] as const);
  return (
    <ActionForm
      action={changeRole.bind(null, id)}
      attempt={randomUUID()}
      className="flex flex-wrap items-center gap-2"
      testId="role-form"
    >
      <div className="w-[128px]">
        <Select key={role} label={`Role of ${name}`} quiet name="role" defaultValue={role} options={options} />
      </div>
      <Submit look="" busy="Changing…">
        Change
      </Submit>
    </ActionForm>
  );
}
