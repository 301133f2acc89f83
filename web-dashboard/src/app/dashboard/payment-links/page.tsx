import { Live } from '../../../features/live/live';
import { LINK_STATUSES } from '../../../features/payment-links/link-status';
import { LinksTable } from '../../../features/payment-links/links-table';
import { NoLinks } from '../../../features/payment-links/no-links';
import { hrefWith, one, oneOf, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { LINK_STATES } from '../../../lib/states';
import { Card } from '../../../ui/card';
import { Chips } from '../../../ui/chips';
import { ExportCsv } from '../../../ui/export-csv';
import Link from '../../../ui/link';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/payment-links';
const PER_PAGE = 25;

export default async function PaymentLinksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, can } = await readSession();
  const [cursor, status] = [one(search, 'cursor'), oneOf(search, 'status', LINK_STATUSES)];
  const links = gateway.paymentLinks.list({ status, cursor, limit: PER_PAGE }, await onBehalfOf());
  const mayWrite = can('payment_links:write');
  return (
    <Page
      title="Payment links"
      about="Pages that take a payment without a shop. Send one by chat, mail or QR code."
      action={
        <>
          <ExportCsv path={PATH} search={search} />
          {mayWrite && (
            <Link className="button primary" href={`${PATH}/new`}>
              New payment link
            </Link>
          )}
        </>
      }
    >
      <Chips
        label="State"
        chosen={status}
        options={LINK_STATUSES.map((name) => [name, LINK_STATES[name].words])}
        hrefOf={(name) => hrefWith(PATH, search, { status: name, cursor: undefined })}
      />
      {!cursor && <Live types="payment_link.created,payment_link.paid,payment_link.cancelled,payment_link.expired" />}
      <Card padded={false}>
        <Load from={links} skeleton={<SkeletonRows />}>
          {(page) =>
            page.data.length === 0 ? (
              <NoLinks filtered={status !== undefined} mayWrite={mayWrite} />
            ) : (
              <>
                <LinksTable links={page.data} />
                <Pager {...pagesOf(PATH, search, page)} />
              </>
            )
          }
        </Load>
      </Card>
    </Page>
  );
}
