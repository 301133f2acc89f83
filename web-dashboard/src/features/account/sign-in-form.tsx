import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Field } from '../../ui/field';
import Link from '../../ui/link';
import { PasswordField } from '../../ui/password-field';
import { Submit } from '../../ui/submit';
import { signIn } from './sign-in-actions';

/** `next` is the path to open after the sign-in. */
export function SignInForm({ next, known }: { next: string; known: { email: string; password: string } }) {
  return (
    <ActionForm action={signIn} attempt={randomUUID()} testId="login-form" faultOnTop>
      <input type="hidden" name="next" value={next} />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        placeholder="Email"
        defaultValue={known.email}
        required
        testId="email-input"
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        placeholder="Password"
        defaultValue={known.password}
        required
        testId="password-input"
      />
      <p className="-mt-2 text-right text-[13px]/[18px]">
        <Link className="link" href="/forgot-password">
          Forgot your password?
        </Link>
      </p>
      <Submit busy="Signing in…" testId="login-button">
        Login
      </Submit>
    </ActionForm>
  );
}
