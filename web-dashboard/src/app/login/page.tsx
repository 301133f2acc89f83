import { PasskeySignIn } from '../../features/account/passkey-sign-in';
import { SignInForm } from '../../features/account/sign-in-form';
import { config } from '../../lib/config';
import { one, type Search } from '../../lib/search';
import { Entrance } from '../../ui/entrance';
import Link from '../../ui/link';

const REASONS = [
  ['reset', 'Your new password is set. Sign in with it.'],
  ['expired', 'That sign-in took too long. Enter your password again.'],
  ['ended', 'Your session has ended. Sign in to continue.'],
  [
    'unended',
    'You are signed out in this browser, but the gateway did not respond: a copy of your session would still work. Sign in and change your password to end it.',
  ],
] as const;
const DEMO = 'This is a demo run: the test user signs in with any password, and no money moves.';

export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const known = config.demo ? config.demoLogin : { email: '', password: '' };
  const about = REASONS.find(([name]) => one(search, name))?.[1] ?? (config.demo && DEMO);
  return (
    <Entrance title="Sign in" about={about}>
      <SignInForm next={one(search, 'next') ?? ''} known={known} />
      <PasskeySignIn alone next={one(search, 'next') ?? ''} />
      <p className="mt-6 text-ink-2">
        No account?{' '}
        <Link className="link" href="/register">
          Register
        </Link>
      </p>
    </Entrance>
  );
}
