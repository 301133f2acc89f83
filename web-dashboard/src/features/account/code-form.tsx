import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { enterCode } from './sign-in-actions';

/** `next` is the path to open after the sign-in. */
export function CodeForm({ next }: { next: string }) {
  return (
    <ActionForm action={enterCode} attempt={randomUUID()} testId="second-factor-form" faultAtField>
      <input type="hidden" name="next" value={next} />
      <Field
        label="Code"
        name="code"
        className="field digits"
        autoComplete="one-time-code"
        maxLength={40}
        hint="Six digits, or a recovery code."
        required
        autoFocus
      />
      <Submit busy="Signing in…">Sign in</Submit>
    </ActionForm>
  );
}
