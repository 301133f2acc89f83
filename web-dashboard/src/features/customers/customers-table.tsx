import { customerName, isErased, phoneOf } from '../../lib/customer-words';
import { testId } from '../../lib/test-ids';
import type { Customer } from '../../lib/types';
import Link from '../../ui/link';
import { Initial } from '../../ui/person';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';

const HEAD = [{ grow: 'Customer' }, { grow: 'Email' }, 'Phone', { roomy: 'Customer ID' }, { end: 'Created' }] as const;

export function CustomersTable({ customers }: { customers: Customer[] }) {
  return (
    <Table id="customers-table" label="Customers" head={HEAD}>
      {customers.map((customer) => {
        const name = customerName(customer) ?? 'Customer';
        const gone = isErased(customer);
        return (
          <tr key={customer.id} data-link {...testId('customer-row')} data-customer-id={customer.id}>
            <td className="grow max-sm:max-w-full max-sm:basis-full">
              <Link
                className="row-link flex min-w-0 items-center gap-3 font-medium"
                href={`/dashboard/customers/${customer.id}`}
              >
                <Initial name={gone ? '' : name} />
                <span className={`min-w-0 truncate ${gone ? 'text-ink-3' : ''}`}>{name}</span>
              </Link>
            </td>
            <td className="grow truncate text-ink-2">{gone ? '–' : (customer.email ?? '–')}</td>
            <td className="whitespace-nowrap text-ink-2 tabular-nums">
              {gone ? '–' : (phoneOf(customer.contact) ?? '–')}
            </td>
            <td className="roomy max-sm:hidden">
              <Id value={customer.id} />
            </td>
            <td className="end">
              <Time at={customer.createdAt} id="created-at" />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
