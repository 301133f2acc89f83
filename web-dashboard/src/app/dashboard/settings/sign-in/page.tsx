import { PasswordForm } from '../../../../features/settings/password-form';
import { SettingsTabs } from '../../../../features/settings/settings-tabs';
import { SessionsCard } from '../../../../features/account/sessions-card';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

export default async function SignInPage() {
  const { gateway, can, user } = await readSession();
  return (
    <Page title="Settings" about="Your own sign-in. It is the same for all your merchants.">
      <SettingsTabs here="Sign-in" can={can} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 gap-6">
          <PasswordForm email={user.email} />
        </div>
        <Load from={gateway.sessions.list(await onBehalfOf())}>{({ data }) => <SessionsCard sessions={data} />}</Load>
      </div>
    </Page>
  );
}
