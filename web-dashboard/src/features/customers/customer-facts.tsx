import { isErased, phoneOf } from '../../lib/customer-words';
import type { Customer } from '../../lib/types';
import { Moment } from '../../ui/time';
import { Facts } from '../../ui/values';

export function CustomerFacts({ customer }: { customer: Customer }) {
  const { email, contact, erasedAt, erasureFinishedAt, createdAt, updatedAt } = customer;
  const gone = isErased(customer);
  return (
    <Facts
      facts={[
        [
          'Email',
          !gone && email ? (
            <a key="email" className="link" href={`mailto:${email}`}>
              {email}
            </a>
          ) : null,
        ],
        [
          'Phone',
          !gone && contact ? (
            <a key="phone" className="link" href={`tel:${contact}`}>
              {phoneOf(contact)}
            </a>
          ) : null,
        ],
        ['Erased', erasedAt && <Moment key="erased" at={erasedAt} />],
        [
          'Erased in all copies',
          erasedAt && (erasureFinishedAt ? <Moment key="finished" at={erasureFinishedAt} /> : 'In progress'),
        ],
        ['Created', <Moment key="created" at={createdAt} />],
        ['Updated', <Moment key="updated" at={updatedAt} />],
      ]}
    />
  );
}
