import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { BrowserTimeZone } from '../../ui/browser-time-zone';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { NEW_PASSWORD, NEW_PASSWORD_HINT } from './password-rule';
import { register } from './sign-in-actions';

/** With an invite the new user joins its merchant, otherwise the user gets a test merchant. */
export function RegisterForm({ invite }: { invite?: { token: string; email: string } | undefined }) {
  return (
    <ActionForm action={register} attempt={randomUUID()}>
      {invite && <input type="hidden" name="invite" value={invite.token} />}
      {!invite && (
        <Field label="Name of your shop" name="merchant_name" maxLength={255} hint="Shown to your customers." />
      )}
      <Field label="Your name" name="name" autoComplete="name" maxLength={100} required />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={invite?.email ?? ''}
        readOnly={Boolean(invite)}
        required
      />
      <Field label="Password" name="password" hint={NEW_PASSWORD_HINT} {...NEW_PASSWORD} />
      {!invite && <BrowserTimeZone name="time_zone" />}
      <Submit busy="Registering…">{invite ? 'Join' : 'Register'}</Submit>
    </ActionForm>
  );
}
