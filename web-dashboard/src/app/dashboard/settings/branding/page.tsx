import { BrandingForm } from '../../../../features/settings/branding-form';
import { SettingsTabs } from '../../../../features/settings/settings-tabs';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

export default async function BrandingPage() {
  const session = await readSession();
  const { gateway, can } = session;
  return (
    <Page title="Settings">
      <SettingsTabs here="Branding" session={session} />
      {can('settings:read') ? (
        <Load from={gateway.merchant.get(await onBehalfOf())}>
          {(merchant) => <BrandingForm merchant={merchant} mayWrite={can('settings:write')} />}
        </Load>
      ) : (
        <p className="text-ink-2">Your role may not see the settings. Ask an owner.</p>
      )}
    </Page>
  );
}
