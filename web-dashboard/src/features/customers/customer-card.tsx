import { customerName, isErased, phoneOf } from '../../lib/customer-words';
import type { Order } from '../../lib/types';
import { Card } from '../../ui/card';
import { Related } from '../../ui/detail';
import { Initial } from '../../ui/person';
import { Facts } from '../../ui/values';

/** The payer of an order or payment, as given at that time. */
export function CustomerCard({ customer }: { customer: Order['customer'] }) {
  if (!customer) {
    return (
      <Card title="Customer">
        <p className="text-[13px]/[18px] text-ink-2">
          None was given. Send <span className="mono">customer</span> with the order to see who pays.
        </p>
      </Card>
    );
  }
  const gone = isErased(customer);
  const name = customerName(customer) ?? 'Customer';
  const who = (
    <span className="flex items-center gap-3">
      <Initial name={gone ? '' : name} />
      <span className="min-w-0 truncate">{name}</span>
    </span>
  );
  return (
    <Card title="Customer" padded={false}>
      {customer.id ? (
        <Related href={`/dashboard/customers/${customer.id}`} title={who} id="customer-link" />
      ) : (
        <p className="px-4 py-3 font-medium">{who}</p>
      )}
      {!gone && (customer.email ?? customer.contact) && (
        <div className="border-t border-line px-4 py-1">
          <Facts
            facts={[
              ['Email', customer.email],
              ['Phone', phoneOf(customer.contact)],
            ]}
          />
        </div>
      )}
    </Card>
  );
}
