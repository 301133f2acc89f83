import type { ActionState } from '../lib/action';
import { confirmOptions } from '../lib/passkey-options';
import { testId } from '../lib/test-ids';
import { Fault } from './fault';
import { Field } from './field';
import { PasskeyButton } from './passkey-button';
import { Submit } from './submit';

const FIELDS = {
  password: { label: 'Your password', type: 'password', autoComplete: 'current-password', maxLength: 256 },
  code: { label: 'Code', autoComplete: 'one-time-code', maxLength: 40, hint: 'Six digits, or a recovery code.' },
} as const;

/** In a form whose action needs a fresh factor: sending the form again confirms first and then carries out the action. */
export function Confirm({ kind, error }: { kind: 'password' | 'code'; error: ActionState['error'] }) {
  return (
    <div className="grid gap-3 rounded-control border border-line p-4" {...testId('confirm')}>
      {error?.requestId ? <Fault error={error} /> : <p role="alert">{error?.description}</p>}
      <Field name={`confirm_${kind}`} required {...FIELDS[kind]} />
      {kind === 'code' && (
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
