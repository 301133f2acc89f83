import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../lib/format';
import { ActionForm } from '../../ui/action-form';
import { Submit } from '../../ui/submit';
import { changeRole } from './actions';
import type { Role } from './roles';

/** Keyed by the role: without a new key, a form that was sent would reset to the old role. */
export function RoleForm({ id, name, role, roles }: { id: string; name: string; role: Role; roles: Role[] }) {
  return (
    <ActionForm
      action={changeRole.bind(null, id)}
      attempt={randomUUID()}
      className="flex flex-wrap items-center gap-2"
      testId="role-form"
    >
      <label className="w-[128px]">
        <span className="sr-only">Role of {name}</span>
        <select key={role} className="field" name="role" defaultValue={role}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {wordsOf(one)}
            </option>
          ))}
        </select>
      </label>
      <Submit look="" busy="Changing…">
        Change
      </Submit>
    </ActionForm>
  );
}
