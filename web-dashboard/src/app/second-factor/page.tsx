import { redirect } from 'next/navigation';
import { signOut } from '../../features/account/session-actions';
import { MerchantChoice } from '../../features/account/merchant-choice';
import { TotpSetup } from '../../features/account/totp-setup';
import { readUser } from '../../lib/session';
import { SecretPanel } from '../../ui/secret-panel';
import { Entrance } from '../../ui/entrance';

const ABOUT = 'This merchant requires a second factor of its members. Add one to continue.';

/** For a member without a second factor, at a merchant that requires one. */
export default async function AddSecondFactorPage() {
  const { me } = await readUser();
  if (me.merchants.length === 0) redirect('/no-merchant');
  return (
    <Entrance title="Add a second factor" about={ABOUT}>
      <SecretPanel />
      <TotpSetup hasApp={me.user.secondFactor} />
      {me.user.secondFactor && (
        <p className="mt-4">
          <a className="button primary" href="/dashboard">
            Continue to the dashboard
          </a>
        </p>
      )}
      <MerchantChoice merchants={me.merchants.filter(({ requiresSecondFactor }) => !requiresSecondFactor)} />
      <form action={signOut} className="mt-6">
        <button className="link cursor-pointer">Sign out</button>
      </form>
    </Entrance>
  );
}
