import { redirect } from 'next/navigation';
import { CodeForm } from '../../../features/account/code-form';
import { PasskeySignIn } from '../../../features/account/passkey-sign-in';
import { signInToken } from '../../../lib/cookies';
import { one, type Search } from '../../../lib/search';
import { Entrance } from '../../../ui/entrance';
import Link from '../../../ui/link';

const ABOUT = 'Enter the code that your authenticator app shows, or one of your recovery codes.';

export default async function SecondFactorPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  if (!(await signInToken())) redirect('/login');
  return (
    <Entrance title="Enter your code" about={ABOUT}>
      <CodeForm next={one(search, 'next') ?? ''} />
      {one(search, 'passkey') && <PasskeySignIn alone={false} next={one(search, 'next') ?? ''} />}
      <p className="mt-6 text-ink-2">
        Lost your device and your recovery codes? Ask an owner of your team, or the operator of this gateway.{' '}
        <Link className="link" href="/login">
          Use another account
        </Link>
      </p>
    </Entrance>
  );
}
