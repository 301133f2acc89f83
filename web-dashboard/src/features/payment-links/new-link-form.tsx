import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../ui/action-form';
import { Card } from '../../ui/card';
import { Choice, Field, Select, TextArea } from '../../ui/field';
import Link from '../../ui/link';
import { Submit } from '../../ui/submit';
import { createLink } from './actions';

const DAY = 86_400;
const EXPIRY = [
  ['', 'Never'],
  [String(DAY), 'In a day'],
  [String(7 * DAY), 'In a week'],
  [String(30 * DAY), 'In 30 days'],
  [String(90 * DAY), 'In 90 days'],
] as const;

/** Without scripts too: style sheets show the fields of the chosen kind of price. */
export function NewLinkForm() {
  return (
    <ActionForm
      action={createLink}
      attempt={randomUUID()}
      testId="payment-link-form"
      className="grid max-w-[640px] gap-6"
    >
      <Card title="What the payer sees">
        <div className="grid gap-4">
          <Field
            label="Title"
            name="title"
            maxLength={255}
            placeholder="Yoga class in March"
            hint="What the payment is for."
            required
          />
          <TextArea
            label="Description"
            name="description"
            maxLength={1000}
            hint="More about it, below the title. Optional."
          />
        </div>
      </Card>
      <Card title="Amount">
        <div className="group/price grid gap-4">
          <Choice
            label="Who decides the amount"
            name="price"
            defaultValue="fixed"
            options={[
              ['fixed', 'You', 'Everyone pays the same amount'],
              ['payer', 'The payer', 'Within limits, for a donation or a deposit'],
            ]}
          />
          <div className="grid grid-cols-[1fr_96px] items-start gap-3">
            <div className="group-has-[[value=payer]:checked]/price:hidden">
              <Field label="Amount" name="amount" inputMode="decimal" placeholder="499.00" />
            </div>
            <div className="hidden gap-3 group-has-[[value=payer]:checked]/price:grid sm:grid-cols-2">
              <Field label="At least" name="min_amount" inputMode="decimal" placeholder="100.00" />
              <Field label="At most" name="max_amount" inputMode="decimal" placeholder="10,000.00" />
            </div>
            <Field label="Currency" name="currency" defaultValue="INR" maxLength={3} required />
          </div>
          <Choice
            label="How often it can be paid"
            name="reusable"
            defaultValue="false"
            options={[
              ['false', 'Once', 'For one payer, such as an invoice'],
              ['true', 'Any number of times', 'For many payers, such as a ticket'],
            ]}
          />
        </div>
      </Card>
      <Card title="For you">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field
            label="Reference"
            name="reference_id"
            maxLength={255}
            placeholder="invoice-2026-0042"
            hint="Your own number; no other link has it. Optional."
          />
          <Select label="Expires" name="expires_in" options={EXPIRY} hint="Then it takes no more payments." />
        </div>
      </Card>
      <div className="flex flex-wrap items-center gap-3">
        <Submit busy="Creating…">Create the payment link</Submit>
        <Link className="link" href="/dashboard/payment-links">
          Back without creating it
        </Link>
      </div>
    </ActionForm>
  );
}
