import { Live } from '../../../features/live/live';
import { USUAL_DAYS } from '../../../features/refunds/arrival-words';
import { REFUND_STATUSES, refundFilters } from '../../../features/refunds/refund-status';
import { RefundsTable } from '../../../features/refunds/refunds-table';
import { amountHead, listedIn } from '../../../lib/amount-sort';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { SavedViews } from '../../../features/views/saved-views';
import { countedList } from '../../../lib/counted-list';
import { onBehalfOf, readSession } from '../../../lib/session';
import { REFUND_STATES } from '../../../lib/states';
import { Card } from '../../../ui/card';
import { Counted } from '../../../ui/counted';
import { Chips } from '../../../ui/chips';
import { ExportCsv } from '../../../ui/export-csv';
import { FilterListed, Filters } from '../../../ui/filters';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/refunds';
const PER_PAGE = 25;

export default async function RefundsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, merchant } = await readSession();
  const cursor = one(search, 'cursor');
  const filters = refundFilters(search, merchant.timeZone);
  const { q, status } = filters;
  const any = Object.values(filters).some(Boolean);
  const options = await onBehalfOf();
  const [refunds, counted] = countedList(
    (page) => gateway.refunds.list({ ...filters, ...page, expand: 'payment' }, options),
    cursor,
    PER_PAGE,
  );
  return (
    <Page
      title="Refunds"
      about={
        <Counted
          of={counted}
          one="refund"
          more="refunds"
          filtered={any}
          about={`. ${USUAL_DAYS}`}
          otherwise={`Money given back. ${USUAL_DAYS}`}
        />
      }
      action={<ExportCsv path={PATH} search={search} />}
    >
      <SavedViews path={PATH} search={search} />
      <Filters
        path={PATH}
        any={any}
        atOnce
        search={{ value: q ?? '', hint: 'Receipt, or id of a refund, payment or order' }}
      >
        {status && <input type="hidden" name="status" value={status} />}
        <FilterListed listed={listedIn(search, merchant.timeZone)} to={one(search, 'to')} />
      </Filters>
      <Chips
        label="State"
        chosen={status}
        options={REFUND_STATUSES.map((name) => [name, REFUND_STATES[name].words])}
        hrefOf={(name) => hrefWith(PATH, search, { status: name, cursor: undefined })}
      />
      {!cursor && <Live types="refund.created,refund.processed,refund.failed" of={any ? undefined : 'refund'} />}
      <Card padded={false}>
        <Load from={refunds} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <RefundsTable refunds={page.data} filtered={any} amount={amountHead(PATH, search)} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
