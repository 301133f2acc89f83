import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Submit } from '../../ui/submit';
import { Time } from '../../ui/time';
import { unlock } from './actions';

/** Too many wrong passwords, from devices that this member never used. */
export function Locked({ id, until, mayUnlock }: { id: string; until: string; mayUnlock: boolean }) {
  return (
    <div className="mt-1">
      <p className="text-[13px]/[18px] text-wait">
        Too many wrong passwords: cannot sign in on a new device until <Time at={until} />
      </p>
      {mayUnlock && (
        <ActionForm action={unlock.bind(null, id)} attempt={randomUUID()} className="mt-1">
          <Submit look="" busy="Unlocking…">
            Unlock
          </Submit>
        </ActionForm>
      )}
    </div>
  );
}
