import { saveCustomerNotes } from '../../../../features/customers/actions';
import { loadCustomerDetails } from '../../../../features/customers/customer-details';
import { ErasedFacts, Reach } from '../../../../features/customers/customer-facts';
import { CustomerTools } from '../../../../features/customers/customer-tools';
import { CustomerTotals } from '../../../../features/customers/customer-totals';
import { PurchasesCard } from '../../../../features/customers/purchases';
import { Live } from '../../../../features/live/live';
import { customerName } from '../../../../lib/customer-words';
import { one, type Search } from '../../../../lib/search';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { Load } from '../../../../ui/load';
import { NotesCard } from '../../../../ui/notes';

interface Given {
  params: Promise<{ id: string }>;
  searchParams: Promise<Search>;
}

export default async function CustomerPage({ params, searchParams }: Given) {
  const { id } = await params;
  const shown = one(await searchParams, 'list') === 'orders' ? 'orders' : 'payments';
  const session = await readSession();
  return (
    <Load from={loadCustomerDetails(session, id, shown, await onBehalfOf())}>
      {({ customer, purchases }) => {
        const name = customerName(customer) ?? 'Customer';
        const mayEdit = session.can('customers:write') && !customer.erasedAt;
        return (
          <Detail
            list={{ href: '/dashboard/customers', title: 'Customers' }}
            title={name}
            kind={name}
            about={<Reach customer={customer} />}
            id={customer.id}
            action={<CustomerTools customer={customer} can={session.can} />}
            lead={<CustomerTotals totals={customer.totals} timeZone={session.merchant.timeZone} />}
            aside={
              <>
                {customer.erasedAt && (
                  <Card title="Erased data">
                    <ErasedFacts customer={customer} erasedAt={customer.erasedAt} />
                  </Card>
                )}
                <NotesCard notes={customer.notes} save={mayEdit && saveCustomerNotes.bind(null, id)} />
              </>
            }
          >
            <Live types="payment.created,payment.success,payment.failed,refund.created,refund.failed" />
            <PurchasesCard id={id} purchases={purchases} />
          </Detail>
        );
      }}
    </Load>
  );
}
