import { MailReceipts } from '../../../../features/settings/mail-receipts';
import { MailsTable } from '../../../../features/settings/mails-table';
import { SettingsTabs } from '../../../../features/settings/settings-tabs';
import { config } from '../../../../lib/config';
import { one, pagesOf, type Search } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Empty } from '../../../../ui/empty';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { SkeletonRows } from '../../../../ui/skeleton';
import { Pager } from '../../../../ui/table';

const PATH = '/dashboard/settings/mail';
const PER_PAGE = 25;
const DEMO = 'A demo run without a mail server keeps its mails here, so that you can read them.';

export default async function MailPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const { gateway, can } = session;
  const options = await onBehalfOf();
  const mails = gateway.mails.list({ cursor: one(search, 'cursor'), limit: PER_PAGE }, options);
  return (
    <Page title="Settings" about={config.demo && DEMO}>
      <SettingsTabs here="Mail" session={session} />
      {can('settings:read') && (
        <Load from={gateway.merchant.get(options)}>
          {({ mailReceipts }) => <MailReceipts on={mailReceipts} mayWrite={can('settings:write')} />}
        </Load>
      )}
      <Card padded={false}>
        <Load from={mails} skeleton={<SkeletonRows rows={5} />}>
          {(page) =>
            page.data.length === 0 ? (
              <Empty title="No mails yet" action={{ href: '/dashboard/team', words: 'Invite a colleague' }}>
                Invites and alerts about this merchant appear here, with what became of them.
              </Empty>
            ) : (
              <>
                <MailsTable mails={page.data} />
                <Pager {...pagesOf(PATH, search, page)} />
              </>
            )
          }
        </Load>
      </Card>
    </Page>
  );
}
