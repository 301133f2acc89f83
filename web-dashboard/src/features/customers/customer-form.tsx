import { randomUUID } from 'node:crypto';
import type { Customer } from '../../lib/types';
import { ActionForm, type FormAction } from '../../ui/action-form';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';

/** Name, email and phone; at least one of them is needed. */
export function CustomerForm({
  action,
  customer,
  submit,
}: {
  action: FormAction;
  customer?: Customer;
  submit: string;
}) {
  return (
    <ActionForm action={action} attempt={randomUUID()} testId="customer-form">
      <Field label="Name" name="name" maxLength={255} defaultValue={customer?.name ?? ''} />
      <Field label="Email" name="email" type="email" maxLength={254} defaultValue={customer?.email ?? ''} />
      <Field
        label="Phone"
        name="contact"
        type="tel"
        placeholder="+91 98765 43210"
        defaultValue={customer?.contact ?? ''}
        hint="With the country code."
      />
      <span>
        <Submit busy="Saving…">{submit}</Submit>
      </span>
    </ActionForm>
  );
}
