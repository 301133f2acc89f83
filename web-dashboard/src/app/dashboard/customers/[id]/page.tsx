import { saveCustomerNotes } from '../../../../features/customers/actions';
import { CustomerFacts } from '../../../../features/customers/customer-facts';
import { CustomerTools } from '../../../../features/customers/customer-tools';
import { Live } from '../../../../features/live/live';
import { OrdersTable } from '../../../../features/orders/orders-table';
import { PaymentsTable } from '../../../../features/payments/payments-table';
import { customerName } from '../../../../lib/customer-words';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { Empty } from '../../../../ui/empty';
import Link from '../../../../ui/link';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';

const SHOWN = 10;

export default async function CustomerPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const options = await onBehalfOf();
  const of = { customerId: id, limit: SHOWN, offset: 0 };
  const load = gateway.customers
    .get(id, options)
    .then(
      async (customer) =>
        [customer, await Promise.all([gateway.payments.list(of, options), gateway.orders.list(of, options)])] as const,
    );
  return (
    <Load from={load}>
      {([customer, [payments, orders]]) => {
        const name = customerName(customer) ?? 'Customer';
        const mayEdit = can('customers:write') && !customer.erasedAt;
        return (
          <Detail
            list={{ href: '/dashboard/customers', title: 'Customers' }}
            title={name}
            kind={name}
            id={customer.id}
            action={<CustomerTools customer={customer} can={can} />}
            aside={
              <>
                <Card title="Customer">
                  <CustomerFacts customer={customer} />
                </Card>
                <NotesCard notes={customer.notes} save={mayEdit && saveCustomerNotes.bind(null, id)} />
              </>
            }
          >
            <Live types="payment.created,payment.success,payment.failed" />
            <Card
              title="Payments"
              padded={false}
              action={<All href={`/dashboard/transactions?customer_id=${id}`} of={payments.total} />}
            >
              <PaymentsTable
                payments={payments.data}
                filtered={false}
                short
                lead="description"
                empty={<Empty title="No payments yet">Payments of orders with this customer appear here.</Empty>}
              />
            </Card>
            <Card
              title="Orders"
              padded={false}
              action={<All href={`/dashboard/orders?customer_id=${id}`} of={orders.total} />}
            >
              {orders.data.length === 0 ? (
                <Empty title="No orders yet">Name the customer’s id in an order.</Empty>
              ) : (
                <OrdersTable orders={orders.data} filtered short />
              )}
            </Card>
          </Detail>
        );
      }}
    </Load>
  );
}

/** The API counts to 10 000. */
const All = ({ href, of = 0 }: { href: string; of: number | undefined }) => (
  <Link className="link text-[13px]/[18px]" href={href}>
    {of >= 10_000 ? 'All, 10 000 or more' : `All ${of}`}
  </Link>
);
