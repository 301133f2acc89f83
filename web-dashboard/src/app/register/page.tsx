import { PaymentGatewayError } from '@payment-gateway/sdk';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { RegisterForm } from '../../features/account/register-form';
import { one, type Search } from '../../lib/search';
import { onBehalfOf } from '../../lib/session';
import { traceable } from '../../lib/traceable';
import { Entrance } from '../../ui/entrance';
import Link from '../../ui/link';

export default async function RegisterPage({ searchParams }: { searchParams: Promise<Search> }) {
  const token = one(await searchParams, 'invite');
  const invite =
    token &&
    (await gatewayFor()
      .auth.invite(token, await onBehalfOf())
      .catch(nullIfRefused));
  if (token && !invite) {
    return (
      <Entrance
        title="This invite is no longer valid"
        about="It was used or withdrawn, or it is older than seven days."
      >
        <p className="text-ink-2">Ask the person who invited you for a new link.</p>
      </Entrance>
    );
  }
  const about = invite
    ? `You are invited to ${invite.merchant} (${invite.mode}) as ${invite.role}. If you already have an account, enter its password.`
    : 'You get your own test merchant: no money moves.';
  return (
    <Entrance title={invite ? 'Join a team' : 'Register'} about={about}>
      <RegisterForm invite={token && invite ? { token, email: invite.email } : undefined} />
      <p className="mt-6 text-ink-2">
        <Link className="link" href="/login">
          Sign in instead
        </Link>
      </p>
    </Entrance>
  );
}

/** Null for an invalid invite. An unreachable API is an error of its own. */
function nullIfRefused(error: unknown): null {
  if (error instanceof PaymentGatewayError && (error.status ?? 500) < 500) return null;
  throw traceable(error);
}
