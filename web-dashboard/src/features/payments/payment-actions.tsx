import { currencyExponent } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { amountOf, plainAmount } from '../../lib/money';
import type { Session } from '../../lib/session';
import type { Payment } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { NamesAmount } from './names-amount';
import { cancel, capture, refund, release } from './actions';

/** The actions that the payment's state and the user's role permit. Each dialog shows the amount. */
export function PaymentActions({ payment, session }: { payment: Payment; session: Session }) {
  const { id, currency } = payment;
  const { amountCaptured, amountRefunded, amountDisputed, amountRefundedElsewhere } = payment;
  const isOpen = payment.moneyState === 'pending' || payment.moneyState === 'action_needed';
  const left = amountCaptured - amountRefunded - amountDisputed - amountRefundedElsewhere;
  return (
    <>
      {payment.authorized && session.can('payments:capture') && (
        <>
          <Dialog open="Capture" look="primary" title={`Capture up to ${amountOf(payment.amount, currency)}?`}>
            <ActionForm action={capture.bind(null, id, currency)} attempt={randomUUID()}>
              <AmountField
                most={payment.amount}
                currency={currency}
                hint={`At most ${amountOf(payment.amount, currency)}. Less than all: the rest is released.`}
              />
              <span>
                <Submit busy="Capturing…">
                  <NamesAmount verb="Capture" currency={currency} most={plainAmount(payment.amount, currency)} />
                </Submit>
              </span>
            </ActionForm>
          </Dialog>
          <Cancel payment={payment} about="The bank releases the whole amount. This cannot be undone." />
        </>
      )}
      {isOpen && session.can('payments:capture') && (
        <>
          <Cancel
            payment={payment}
            about="The acquirer is asked to close it, so that the order can be paid in another way. If the shopper has just paid, the payment succeeds."
          />
          <Dialog open="Release" title="Give this payment up?" testId="release-button">
            <ActionForm action={release.bind(null, id)} attempt={randomUUID()} testId="release-form">
              <p className="text-ink-2">
                Only for a payment that you have cancelled and whose acquirer does not confirm it. It ends as failed,
                and the order takes another payment.
              </p>
              <p className="rounded-control bg-wait-soft px-4 py-3 text-wait">
                The shopper may have paid all the same, and see two debits for a while: money that still comes is given
                back by itself.
              </p>
              <span>
                <Submit busy="Releasing…" look="danger">
                  Release the payment
                </Submit>
              </span>
            </ActionForm>
          </Dialog>
        </>
      )}
      {left > 0 && session.can('refunds:write') && (
        <Dialog open="Refund" testId="refund-button" title={`Refund up to ${amountOf(left, currency)}?`}>
          <ActionForm action={refund.bind(null, id, currency)} attempt={randomUUID()} testId="refund-form">
            <AmountField
              most={left}
              currency={currency}
              hint={`At most ${amountOf(left, currency)}. A refund cannot be taken back.`}
            />
            <Field
              label="Reason"
              name="reason"
              maxLength={255}
              hint="Kept with the refund; the shopper does not see it."
            />
            <span>
              <Submit busy="Refunding…" testId="confirm-refund-button">
                <NamesAmount verb="Refund" currency={currency} most={plainAmount(left, currency)} />
              </Submit>
            </span>
          </ActionForm>
        </Dialog>
      )}
    </>
  );
}

function Cancel({ payment: { id, amount, currency }, about }: { payment: Payment; about: string }) {
  return (
    <Dialog open="Cancel" look="danger" title={`Cancel ${amountOf(amount, currency)}?`}>
      <ActionForm action={cancel.bind(null, id)} attempt={randomUUID()}>
        <p className="text-ink-2">{about}</p>
        <span>
          <Submit busy="Cancelling…" look="danger">
            Cancel the payment
          </Submit>
        </span>
      </ActionForm>
    </Dialog>
  );
}

function AmountField({ most, currency, hint }: { most: number; currency: string; hint: string }) {
  return (
    <Field
      label={`Amount in ${currency}`}
      name="amount"
      inputMode={currencyExponent(currency) === 0 ? 'numeric' : 'decimal'}
      defaultValue={plainAmount(most, currency)}
      hint={hint}
    />
  );
}
