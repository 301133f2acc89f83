import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Entrance } from '../../ui/entrance';
import { Field } from '../../ui/field';
import Link from '../../ui/link';
import { Submit } from '../../ui/submit';
import { config } from '../../lib/config';
import { one, type Search } from '../../lib/search';
import { signIn } from '../../features/account/sign-in-actions';

const REASONS = [
  ['ended', 'Your session has ended. Sign in to go on.'],
  [
    'unended',
    'You are signed out in this browser, but the gateway did not answer: a copy of your session would still work. Sign in and change your password to end it.',
  ],
] as const;
const DEMO = 'This is a demo run: the test user signs in with any password, and no money moves.';

export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const known = config.demo ? config.demoLogin : { email: '', password: '' };
  const about = REASONS.find(([name]) => one(search, name))?.[1] ?? (config.demo && DEMO);
  return (
    <Entrance title="Sign in" about={about}>
      <ActionForm action={signIn} attempt={randomUUID()} testId="login-form">
        <input type="hidden" name="next" value={one(search, 'next') ?? ''} />
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
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          placeholder="Password"
          defaultValue={known.password}
          required
          testId="password-input"
        />
        <Submit busy="Signing in…" testId="login-button">
          Login
        </Submit>
      </ActionForm>
      <p className="mt-6 text-ink-2">
        No account?{' '}
        <Link className="link" href="/register">
          Register
        </Link>
      </p>
    </Entrance>
  );
}
