import { createCustomer } from '../../../features/customers/actions';
import { CustomerForm } from '../../../features/customers/customer-form';
import { CustomersTable } from '../../../features/customers/customers-table';
import { NoCustomers } from '../../../features/customers/no-customers';
import { one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Dialog } from '../../../ui/dialog';
import { ExportCsv } from '../../../ui/export-csv';
import { Filters } from '../../../ui/filters';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/customers';
const PER_PAGE = 25;

export default async function CustomersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, can } = await readSession();
  const [q, cursor] = [one(search, 'q'), one(search, 'cursor')];
  const customers = gateway.customers.list({ q, cursor, limit: PER_PAGE }, await onBehalfOf());
  return (
    <Page
      title="Customers"
      about="The people and companies that pay you."
      action={
        <>
          <ExportCsv path={PATH} search={search} />
          {can('customers:write') && (
            <Dialog open="New customer" look="primary" title="New customer" testId="new-customer-button">
              <CustomerForm action={createCustomer} submit="Create the customer" />
            </Dialog>
          )}
        </>
      }
    >
      <Filters path={PATH} any={Boolean(q)} searchOnly search={{ value: q ?? '', hint: 'Name, email, phone or id' }} />
      <Card padded={false}>
        <Load from={customers} skeleton={<SkeletonRows />}>
          {(page) =>
            page.data.length === 0 ? (
              <NoCustomers filtered={Boolean(q)} />
            ) : (
              <>
                <CustomersTable customers={page.data} />
                <Pager {...pagesOf(PATH, search, page)} />
              </>
            )
          }
        </Load>
      </Card>
    </Page>
  );
}
