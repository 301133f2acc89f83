import { randomUUID } from 'node:crypto';
import { aloneOptions, secondStepOptions } from '../../lib/passkey-options';
import { ActionForm } from '../../ui/action-form';
import { PasskeyButton } from '../../ui/passkey-button';
import { signInWithPasskey } from './passkey-actions';

/** A sign-in with a passkey: alone, or as the second step. `next` is the path to open after it. */
export function PasskeySignIn({ alone, next }: { alone: boolean; next: string }) {
  return (
    <ActionForm action={signInWithPasskey.bind(null, alone)} attempt={randomUUID()} className="mt-4 grid gap-4">
      <p className="scripted flex items-center gap-3 text-[13px]/[18px] text-ink-3 before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        or
      </p>
      <input type="hidden" name="next" value={next} />
      <PasskeyButton name="passkey" options={alone ? aloneOptions : secondStepOptions} testId="passkey-button" wide>
        {alone ? 'Sign in with a passkey' : 'Use a passkey'}
      </PasskeyButton>
    </ActionForm>
  );
}
