import { AuditCard } from '../../../features/settings/audit-card';
import { MerchantForm } from '../../../features/settings/merchant-form';
import { NewMerchant } from '../../../features/settings/new-merchant';
import { ReturnSecret } from '../../../features/settings/return-secret';
import { SettingsTabs } from '../../../features/settings/settings-tabs';
import { config } from '../../../lib/config';
import { one, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

const PATH = '/dashboard/settings';
const PER_PAGE = 25;

export default async function SettingsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, can, user, merchant } = await readSession();
  const options = await onBehalfOf();
  return (
    <Page title="Settings">
      <SettingsTabs here="General" can={can} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {can('settings:read') && (
          <Load from={gateway.merchant.get(options)}>
            {(data) => <MerchantForm merchant={data} mayWrite={can('settings:write')} />}
          </Load>
        )}
        <div className="grid min-w-0 gap-6">
          {can('keys:write') && merchant.mode === 'test' ? (
            <Load from={gateway.returnSecret.get(options)}>
              {({ secret }) => <ReturnSecret secret={secret} mayRead />}
            </Load>
          ) : (
            <ReturnSecret mayRead={can('keys:write')} />
          )}
          <NewMerchant activeAtOnce={config.demo || user.operator} />
        </div>
      </div>
      {can('audit:read') && (
        <div className="mt-6" id="audit-log">
          <AuditCard
            path={PATH}
            search={search}
            merchant={merchant.name}
            entries={gateway.auditLog.list({ cursor: one(search, 'cursor'), limit: PER_PAGE }, options)}
          />
        </div>
      )}
    </Page>
  );
}
