import { PasswordForm } from '../../../../features/settings/password-form';
import { SettingsTabs } from '../../../../features/settings/settings-tabs';
import { SecondFactorCard } from '../../../../features/account/second-factor-card';
import { SessionsCard } from '../../../../features/account/sessions-card';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

export default async function SignInPage() {
  const session = await readSession();
  const { gateway, user } = session;
  const options = await onBehalfOf();
  return (
    <Page title="Settings" about="Your own sign-in. It is the same for all your merchants.">
      <SettingsTabs here="Sign-in" session={session} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 gap-6">
          <Load from={gateway.secondFactor.get(options)}>{(factors) => <SecondFactorCard factors={factors} />}</Load>
          <PasswordForm email={user.email} />
        </div>
        <Load from={gateway.sessions.list(options)}>{({ data }) => <SessionsCard sessions={data} />}</Load>
      </div>
    </Page>
  );
}
