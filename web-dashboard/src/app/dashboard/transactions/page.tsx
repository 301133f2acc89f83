import { Live } from '../../../features/live/live';
import { paymentFilters } from '../../../features/payments/payment-filters';
import { PaymentSearch } from '../../../features/payments/payment-search';
import { PaymentsTable } from '../../../features/payments/payments-table';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/transactions';
const PER_PAGE = 25;

export default async function TransactionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, merchant } = await readSession();
  const filters = paymentFilters(search, merchant.timeZone);
  const cursor = one(search, 'cursor');
  const any = Object.keys(filters).length > 0;
  const payments = gateway.payments.list({ ...filters, cursor, limit: PER_PAGE }, await onBehalfOf());
  const download = (
    <a className="button" href={hrefWith(`${PATH}/export`, search, { cursor: undefined })} download>
      Export CSV
    </a>
  );
  return (
    <Page title="Transactions" about="Every attempt to pay, newest first." action={download}>
      <PaymentSearch path={PATH} search={search} filters={filters} />
      {!cursor && <Live types="payment.created,payment.success,payment.failed" of={any ? undefined : 'payment'} />}
      <Card padded={false}>
        <Load from={payments} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <PaymentsTable payments={page.data} filtered={any} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
