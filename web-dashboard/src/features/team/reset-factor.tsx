import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Submit } from '../../ui/submit';
import { resetSecondFactor } from './actions';

/** For owners: a member has lost their device and their recovery codes. */
export function ResetFactor({ id, name }: { id: string; name: string }) {
  return (
    <div className="mt-1">
      <Dialog open="Reset second factor" look="small" title={`Reset the second factor of ${name}?`}>
        <ActionForm action={resetSecondFactor.bind(null, id)} attempt={randomUUID()}>
          <p className="text-ink-2">
            Make sure that {name} asked you, by another way than mail: afterwards the password alone signs in. Their
            sessions end.
          </p>
          <span>
            <Submit look="danger" busy="Resetting…">
              Reset
            </Submit>
          </span>
        </ActionForm>
      </Dialog>
    </div>
  );
}
