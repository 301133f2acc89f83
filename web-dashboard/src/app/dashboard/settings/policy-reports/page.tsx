import { notFound } from 'next/navigation';
import { PolicyReportsTable } from '../../../../features/settings/policy-reports-table';
import { SettingsTabs } from '../../../../features/settings/settings-tabs';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Empty } from '../../../../ui/empty';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

const ABOUT =
  'What the content security policy of the checkout blocked in browsers, for all merchants of this gateway. Anyone can ' +
  'invent a report, and extensions of a browser cause most of them.';

export default async function PolicyReportsPage() {
  const session = await readSession();
  if (!session.user.operator) notFound();
  return (
    <Page title="Settings" about={ABOUT}>
      <SettingsTabs here="Policy reports" session={session} />
      <Card padded={false}>
        <Load from={session.gateway.policyReports.list(await onBehalfOf())}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title="Nothing was blocked">Reports that browsers send to the checkout appear here.</Empty>
            ) : (
              <PolicyReportsTable reports={data} />
            )
          }
        </Load>
      </Card>
    </Page>
  );
}
