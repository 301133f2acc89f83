import type { ActionState } from '../lib/action';
import type { ConfirmKind } from '../lib/confirm-kind';
import { confirmOptions } from '../lib/passkey-options';
import { testId } from '../lib/test-ids';
import { Fault } from './fault';
import { Field } from './field';
import { PasskeyButton } from './passkey-button';
import { Submit } from './submit';

const PASSWORD = {
  ...{ name: 'confirm_password', label: 'Your password', type: 'password' },
  ...{ autoComplete: 'current-password', maxLength: 256 },
} as const;
const CODE = {
  ...{ name: 'confirm_code', label: 'Code', autoComplete: 'one-time-code', maxLength: 40 },
  hint: 'Six digits, or a recovery code.',
} as const;

/** In a form whose action needs a fresh factor: sending the form again confirms first and then carries out the action. */
export function Confirm({ kind, error }: { kind: ConfirmKind; error: ActionState['error'] }) {
  return (
    <div className="grid gap-3 rounded-control border border-line p-4" {...testId('confirm')}>
      {error?.requestId ? <Fault error={error} /> : <p role="alert">{error?.description}</p>}
      <Field {...(kind === 'password' ? PASSWORD : CODE)} required />
      {kind === 'code_or_passkey' && (
        <PasskeyButton name="confirm_passkey" options={confirmOptions}>
          Use a passkey instead
        </PasskeyButton>
      )}
      <span>
        <Submit busy="Confirming…">Confirm and continue</Submit>
      </span>
    </div>
  );
}
