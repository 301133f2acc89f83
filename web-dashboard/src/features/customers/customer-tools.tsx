import { randomUUID } from 'node:crypto';
import { customerName } from '../../lib/customer-words';
import type { Session } from '../../lib/session';
import type { Customer } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import Link from '../../ui/link';
import { Menu } from '../../ui/menu';
import { Submit } from '../../ui/submit';
import { eraseCustomer, saveCustomer } from './actions';
import { CustomerForm } from './customer-form';

/** Edit and erase, as the user's role permits; an erased customer takes no change. */
export function CustomerTools({ customer, can }: { customer: Customer; can: Session['can'] }) {
  if (customer.erasedAt) return null;
  return (
    <>
      {can('payment_links:write') && (
        <Link className="button" href="/dashboard/payment-links/new">
          New payment link
        </Link>
      )}
      {can('customers:write') && (
        <Dialog open="Edit" title="Edit the customer" testId="edit-customer-button">
          <CustomerForm action={saveCustomer.bind(null, customer.id)} customer={customer} submit="Save the customer" />
          <p className="mt-3 text-[13px]/[18px] text-ink-2">
            Orders and payments keep the name, email and phone of their own time.
          </p>
        </Dialog>
      )}
      {can('customers:erase') && (
        <Menu label={customerName(customer) ?? customer.id}>
          <Erase customer={customer} />
        </Menu>
      )}
    </>
  );
}

function Erase({ customer }: { customer: Customer }) {
  const name = customerName(customer) ?? customer.id;
  return (
    <Dialog open="Erase personal data" look="danger" title={`Erase ${name}?`} testId="erase-customer-button">
      <ActionForm action={eraseCustomer.bind(null, customer.id)} attempt={randomUUID()} testId="erase-form">
        <div className="grid gap-2 rounded-control bg-bad-soft px-4 py-3 text-bad">
          <p className="font-medium">This cannot be undone, by you or by us.</p>
          <p>
            The name, the email, the phone number and the notes are erased here, in every order and payment, in their
            events and in the webhook log.
          </p>
        </div>
        <p className="text-ink-2">
          The books stay: ids, amounts, states and refunds keep their place. Your own notes and descriptions stay as
          they are; erase those that name the customer.
        </p>
        <label className="flex items-start gap-2 font-medium">
          <input type="checkbox" name="sure" required />I know that it cannot be undone.
        </label>
        <span>
          <Submit look="danger" busy="Erasing…">
            Erase the customer
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}
