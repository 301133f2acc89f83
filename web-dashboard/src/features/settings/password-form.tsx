import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Field } from '../../ui/field';
import { Card } from '../../ui/page';
import { Submit } from '../../ui/submit';
import { changePassword } from './actions';

const chosen = {
  type: 'password',
  autoComplete: 'new-password',
  minLength: 12,
  maxLength: 256,
  required: true,
} as const;

export function PasswordForm({ email }: { email: string }) {
  return (
    <Card title="Your password">
      <ActionForm action={changePassword} attempt={randomUUID()} testId="password-form">
        {/* Tells a password manager whose password this is. */}
        <input hidden name="username" autoComplete="username" value={email} readOnly />
        <Field
          label="Current password"
          name="current_password"
          type="password"
          autoComplete="current-password"
          maxLength={256}
          required
        />
        <Field
          label="New password"
          name="new_password"
          hint="At least 12 characters of any kind. Several unrelated words are good; common passwords, your name and your email are refused."
          {...chosen}
        />
        <Field
          label="New password again"
          name="repeated"
          hint="There is no mail to reset it by, so better make sure."
          {...chosen}
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
