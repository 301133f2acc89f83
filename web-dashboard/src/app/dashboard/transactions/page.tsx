import { FilterDate, Filters, FilterSelect } from '../../../ui/filters';
import { Live } from '../../../features/live/live';
import { Card, Load, Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { PaymentsTable } from '../../../features/payments/payments-table';
import { Pager } from '../../../ui/table';
import { wordsOf } from '../../../lib/format';
import { paymentFilters, shownStatusIn } from '../../../features/payments/payment-filters';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { PAYMENT_METHODS, SHOWN_PAYMENT_STATUSES } from '../../../lib/statuses';

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
      <Filters
        path={PATH}
        any={any}
        search={{ value: one(search, 'q') ?? '', hint: 'Id, receipt, VPA or last four digits' }}
      >
        <FilterSelect
          name="status"
          label="Any status"
          value={shownStatusIn(search)}
          options={SHOWN_PAYMENT_STATUSES.map((status) => [status, wordsOf(status)])}
        />
        <FilterSelect
          name="method"
          label="Any method"
          value={filters.method}
          options={PAYMENT_METHODS.map((method) => [method, method === 'upi' ? 'UPI' : 'Card'])}
        />
        <FilterDate name="from" label="From" value={one(search, 'from')} />
        <FilterDate name="to" label="To" value={one(search, 'to')} />
      </Filters>
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
