import { randomUUID } from 'node:crypto';
import { PaymentGatewayError } from '@payment-gateway/sdk';
import { ActionForm } from '../../ui/action-form';
import { Entrance } from '../../ui/entrance';
import { Field } from '../../ui/field';
import Link from '../../ui/link';
import { Submit } from '../../ui/submit';
import { gatewayFor } from '../../lib/gateway';
import { one, type Search } from '../../lib/search';
import { onBehalfOf } from '../../lib/session';
import { traceable } from '../../lib/traceable';
import { register } from '../../features/account/sign-in-actions';

export default async function RegisterPage({ searchParams }: { searchParams: Promise<Search> }) {
  const token = one(await searchParams, 'invite');
  const invite =
    token &&
    (await gatewayFor()
      .auth.invite(token, await onBehalfOf())
      .catch(nullIfRefused));
  if (token && !invite) {
    return (
      <Entrance title="This invite is not valid any more" about="It was used, withdrawn or is older than seven days.">
        <p className="text-ink-2">Ask the person who invited you for a new link.</p>
      </Entrance>
    );
  }
  const about = invite
    ? `You are invited to ${invite.merchant} (${invite.mode}) as ${invite.role}. With an account already, enter its password.`
    : 'You get a test merchant of your own: no money moves.';
  return (
    <Entrance title={invite ? 'Join a team' : 'Register'} about={about}>
      <ActionForm action={register} attempt={randomUUID()}>
        {token && <input type="hidden" name="invite" value={token} />}
        <Field label="Your name" name="name" autoComplete="name" maxLength={100} required />
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={invite ? invite.email : ''}
          readOnly={Boolean(invite)}
          required
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={256}
          hint="At least 12 characters of any kind. Several unrelated words are good; common passwords, your name and your email are refused."
          required
        />
        {!invite && <Field label="Name of your shop" name="merchant_name" maxLength={255} hint="Shoppers see it." />}
        <Submit busy="Registering…">{invite ? 'Join' : 'Register'}</Submit>
      </ActionForm>
      <p className="mt-6 text-ink-2">
        <Link className="link" href="/login">
          Sign in instead
        </Link>
      </p>
    </Entrance>
  );
}

/** An invite that is not valid; a gateway that does not answer is another matter. */
function nullIfRefused(error: unknown): null {
  if (error instanceof PaymentGatewayError && (error.status ?? 500) < 500) return null;
  throw traceable(error);
}
