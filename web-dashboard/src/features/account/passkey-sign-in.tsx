import { randomUUID } from 'node:crypto';
import { aloneOptions, secondStepOptions } from '../../lib/passkey-options';
import { ActionForm } from '../../ui/action-form';
import { PasskeyButton } from '../../ui/passkey-button';
import { signInWithPasskey } from './passkey-actions';

/** A sign-in with a passkey: alone, or as the second step. `next` is the path to open after it. */
export function PasskeySignIn({ alone, next }: { alone: boolean; next: string }) {
  return (
    <ActionForm action={signInWithPasskey.bind(null, alone)} attempt={randomUUID()} className="mt-4 grid gap-3">
      <input type="hidden" name="next" value={next} />
      <PasskeyButton name="passkey" options={alone ? aloneOptions : secondStepOptions} testId="passkey-button">
        {alone ? 'Sign in with a passkey' : 'Use a passkey'}
      </PasskeyButton>
    </ActionForm>
  );
}
