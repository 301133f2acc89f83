import { isErased, phoneOf } from '../../lib/customer-words';
import type { Customer } from '../../lib/types';
import { Day, Moment } from '../../ui/time';
import { Facts } from '../../ui/values';

export const ErasedFacts = ({
  customer: { erasureFinishedAt },
  erasedAt,
}: {
  customer: Customer;
  erasedAt: string;
}) => (
  <Facts
    facts={[
      ['Erased', <Moment key="erased" at={erasedAt} />],
      ['Erased in all copies', erasureFinishedAt ? <Moment key="finished" at={erasureFinishedAt} /> : 'In progress'],
    ]}
  />
);

/** Email and phone, to write to and to call, but nothing of an erased customer; and since when there is the customer. */
export function Reach({ customer }: { customer: Customer }) {
  const { email, contact, createdAt, updatedAt } = customer;
  const reach = !isErased(customer) && (email ?? contact);
  return (
    <>
      {reach && (
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
      )}
      <p className="mt-1 text-[13px]/[18px]">
        Customer since <Day at={createdAt} />
        {updatedAt !== createdAt && (
          <>
            , changed <Day at={updatedAt} />
          </>
        )}
      </p>
    </>
  );
}
