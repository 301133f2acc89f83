import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { NEW_PASSWORD, NEW_PASSWORD_HINT } from '../account/password-rule';
import { changePassword } from './actions';

export function PasswordForm({ email }: { email: string }) {
  return (
    <Card title="Your password">
      <ActionForm action={changePassword} attempt={randomUUID()} testId="password-form">
        {/* Identifies the account to a password manager. */}
        <input hidden name="username" autoComplete="username" value={email} readOnly />
        <Field
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
        />
        <Field label="New password" name="new_password" hint={NEW_PASSWORD_HINT} {...NEW_PASSWORD} />
        <Field
          label="New password again"
          name="repeated"
          hint="A slip would lock you out, so enter it twice."
          {...NEW_PASSWORD}
        />
        <span>
          <Submit look="" busy="Changing…">
            Change the password
          </Submit>
        </span>
      </ActionForm>
    </Card>
  );
}
