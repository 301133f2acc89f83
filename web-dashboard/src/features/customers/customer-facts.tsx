import { isErased, phoneOf } from '../../lib/customer-words';
import type { Customer } from '../../lib/types';
import { Moment, Stamp } from '../../ui/time';
import { Facts } from '../../ui/values';

export function CustomerFacts({ customer }: { customer: Customer }) {
  const { erasedAt, erasureFinishedAt, createdAt, updatedAt } = customer;
  return (
    <Facts
      facts={[
        ['Erased', erasedAt && <Moment key="erased" at={erasedAt} />],
        [
          'Erased in all copies',
          erasedAt && (erasureFinishedAt ? <Moment key="finished" at={erasureFinishedAt} /> : 'In progress'),
        ],
        ['Customer since', <Stamp key="created" at={createdAt} />],
        ['Updated', updatedAt !== createdAt && <Stamp key="updated" at={updatedAt} />],
      ].map(([name, value]) => [name as string, value === false ? null : value] as const)}
    />
  );
}

/** Email and phone, to write to and to call; nothing of an erased customer. */
export function Reach({ customer }: { customer: Customer }) {
  if (isErased(customer)) return null;
  const { email, contact } = customer;
  return (
    <span className="flex flex-wrap gap-x-3">
      {email && (
        <a className="link" href={`mailto:${email}`}>
          {email}
        </a>
      )}
      {contact && (
        <a className="link" href={`tel:${contact}`}>
          {phoneOf(contact)}
        </a>
      )}
    </span>
  );
}
