import { NewOrder } from '../../../features/orders/new-order';
import { ORDER_STATUSES } from '../../../features/orders/order-status';
import { OrdersTable } from '../../../features/orders/orders-table';
import { wordsOf } from '../../../lib/format';
import { one, oneOf, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Filters, FilterSelect } from '../../../ui/filters';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/orders';
const PER_PAGE = 25;

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const [q, cursor] = [one(search, 'q'), one(search, 'cursor')];
  const status = oneOf(search, 'status', ORDER_STATUSES);
  const any = Boolean(q ?? status);
  const orders = session.gateway.orders.list({ q, status, cursor, limit: PER_PAGE }, await onBehalfOf());
  return (
    <Page
      title="Orders"
      about="Amounts to be paid. Each order has a payment link to send to a shopper."
      action={session.can('orders:write') && <NewOrder />}
    >
      <Filters path={PATH} any={any} search={{ value: q ?? '', hint: 'Id or receipt' }}>
        <FilterSelect
          name="status"
          label="Any status"
          value={status}
          options={ORDER_STATUSES.map((name) => [name, wordsOf(name)])}
        />
      </Filters>
      <Card padded={false}>
        <Load from={orders} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <OrdersTable orders={page.data} filtered={any} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
