import { ResetPasswordForm } from '../../features/account/password-forms';
import { one, type Search } from '../../lib/search';
import { Entrance } from '../../ui/entrance';
import Link from '../../ui/link';

/** Where the link of the mail leads. */
export default async function ResetPasswordPage({ searchParams }: { searchParams: Promise<Search> }) {
  const token = one(await searchParams, 'token');
  const about = token ? 'All your sessions end.' : 'The link is incomplete: open it from the mail again.';
  return (
    <Entrance title="New password" about={about}>
      {token && <ResetPasswordForm token={token} />}
      <p className="mt-6 text-ink-2">
        <Link className="link" href="/forgot-password">
          Request another link
        </Link>
      </p>
    </Entrance>
  );
}
