import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { requestPasswordReset, resetPassword } from './password-actions';
import { NEW_PASSWORD, NEW_PASSWORD_HINT } from './password-rule';

export function ForgotPasswordForm() {
  return (
    <ActionForm action={requestPasswordReset} attempt={randomUUID()}>
      <Field label="Email" name="email" type="email" autoComplete="username" required />
      <Submit busy="Sending…">Send the link</Submit>
    </ActionForm>
  );
}

/** `token` is that of the mail's link. */
export function ResetPasswordForm({ token }: { token: string }) {
  return (
    <ActionForm action={resetPassword} attempt={randomUUID()}>
      <input type="hidden" name="token" value={token} />
      <Field label="New password" name="new_password" hint={NEW_PASSWORD_HINT} {...NEW_PASSWORD} />
      <Submit busy="Saving…">Save</Submit>
    </ActionForm>
  );
}
