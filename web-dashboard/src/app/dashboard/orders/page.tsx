import { NewOrder } from '../../../features/orders/new-order';
import { orderFilters } from '../../../features/orders/order-filters';
import { SHOWN_ORDER_STATES } from '../../../features/orders/order-status';
import { OrdersTable } from '../../../features/orders/orders-table';
import { amountHead, listedIn } from '../../../lib/amount-sort';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { SavedViews } from '../../../features/views/saved-views';
import { countedList } from '../../../lib/counted-list';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Counted } from '../../../ui/counted';
import { Chips, ObjectChip } from '../../../ui/chips';
import { FilterListed, Filters } from '../../../ui/filters';
import { ExportCsv } from '../../../ui/export-csv';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/orders';
const PER_PAGE = 25;

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const { timeZone } = session.merchant;
  const [filters, cursor] = [orderFilters(search, timeZone), one(search, 'cursor')];
  const { q, status, customerId } = filters;
  const any = Object.values(filters).some(Boolean);
  const options = await onBehalfOf();
  const [orders, counted] = countedList(
    (page) => session.gateway.orders.list({ ...filters, ...page }, options),
    cursor,
    PER_PAGE,
  );
  return (
    <Page
      title="Orders"
      about={
        <Counted
          of={counted}
          one="order"
          more="orders"
          filtered={any}
          about=", each with a page where the shopper pays."
          otherwise="Amounts to be paid, each with a page where the shopper pays."
        />
      }
      action={
        <>
          <ExportCsv path={PATH} search={search} />
          {session.can('orders:write') && <NewOrder />}
        </>
      }
    >
      <SavedViews path={PATH} search={search} />
      <Filters path={PATH} any={any} atOnce search={{ value: q ?? '', hint: 'Id, receipt, email or phone' }}>
        {status && <input type="hidden" name="status" value={status} />}
        {customerId && <input type="hidden" name="customer_id" value={customerId} />}
        <FilterListed listed={listedIn(search, timeZone)} to={one(search, 'to')} />
      </Filters>
      <Chips
        label="State"
        chosen={status}
        options={SHOWN_ORDER_STATES}
        hrefOf={(name) => hrefWith(PATH, search, { status: name, cursor: undefined })}
      >
        {customerId && (
          <ObjectChip
            title="Customer"
            id={customerId}
            list="customers"
            without={hrefWith(PATH, search, { customer_id: undefined, cursor: undefined })}
          />
        )}
      </Chips>
      <Card padded={false}>
        <Load from={orders} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <OrdersTable orders={page.data} filtered={any} amount={amountHead(PATH, search)} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
