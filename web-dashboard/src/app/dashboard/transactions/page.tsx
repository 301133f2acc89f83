import { randomUUID } from 'node:crypto';
import { captureChosen } from '../../../features/payments/actions';
import { Live } from '../../../features/live/live';
import { PAYMENT_COLUMNS } from '../../../features/payments/payment-columns';
import { paymentFilters } from '../../../features/payments/payment-filters';
import { PaymentSearch } from '../../../features/payments/payment-search';
import { BULK } from '../../../features/payments/payment-row';
import { PaymentsTable } from '../../../features/payments/payments-table';
import { SavedViews } from '../../../features/views/saved-views';
import { amountHead } from '../../../lib/amount-sort';
import { one, pagesOf, type Search } from '../../../lib/search';
import { countedList } from '../../../lib/counted-list';
import { onBehalfOf, readSession } from '../../../lib/session';
import { BulkForm } from '../../../ui/bulk';
import { Card } from '../../../ui/card';
import { Counted } from '../../../ui/counted';
import { ColumnChoice, hiddenIn } from '../../../ui/column-choice';
import { ExportCsv } from '../../../ui/export-csv';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/transactions';
const PER_PAGE = 25;

export default async function TransactionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, merchant, can } = await readSession();
  const mayCapture = can('payments:capture');
  const filters = paymentFilters(search, merchant.timeZone);
  const cursor = one(search, 'cursor');
  const any = Object.keys(filters).length > 0;
  const options = await onBehalfOf();
  const [payments, counted] = countedList(
    (page) => gateway.payments.list({ ...filters, ...page }, options),
    cursor,
    PER_PAGE,
  );
  return (
    <Page
      title="Transactions"
      about={
        <Counted
          of={counted}
          one="payment"
          more="payments"
          filtered={any}
          about="."
          otherwise="Every attempt to pay."
        />
      }
      action={
        <>
          <ColumnChoice path={PATH} search={search} columns={PAYMENT_COLUMNS} />
          <ExportCsv path={PATH} search={search} />
        </>
      }
    >
      <SavedViews path={PATH} search={search} />
      <PaymentSearch path={PATH} search={search} filters={filters} timeZone={merchant.timeZone} />
      {!cursor && <Live types="payment.created,payment.success,payment.failed" of={any ? undefined : 'payment'} />}
      <Card padded={false}>
        <Load from={payments} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              {mayCapture && page.data.some(({ authorized }) => authorized) && (
                <BulkForm
                  id={BULK}
                  action={captureChosen}
                  attempt={randomUUID()}
                  submit="Capture the selected payments"
                  busy="Capturing…"
                  testId="bulk-form"
                  above
                >
                  Each is captured in full.
                </BulkForm>
              )}
              <PaymentsTable
                payments={page.data}
                filtered={any}
                bulk={mayCapture}
                hidden={hiddenIn(search, PAYMENT_COLUMNS)}
                amount={{ ...amountHead(PATH, search), look: 'end at-amount' }}
              />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
