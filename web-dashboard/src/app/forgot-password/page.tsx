import { ForgotPasswordForm } from '../../features/account/password-forms';
import { one, type Search } from '../../lib/search';
import { Entrance } from '../../ui/entrance';
import Link from '../../ui/link';

const ABOUT = 'Enter your email. If it has an account, a link for a new password goes there.';
const SENT = 'If the email has an account, a link is on its way. It works once, for 30 minutes.';

export default async function ForgotPasswordPage({ searchParams }: { searchParams: Promise<Search> }) {
  const isSent = one(await searchParams, 'sent') !== undefined;
  return (
    <Entrance title="New password" about={isSent ? SENT : ABOUT}>
      {!isSent && <ForgotPasswordForm />}
      <p className="mt-6 text-ink-2">
        <Link className="link" href="/login">
          Sign in instead
        </Link>
      </p>
    </Entrance>
  );
}
