import { currencyExponent } from '@payment-gateway/sdk';
import { randomUUID } from 'node:crypto';
import { amountOf, plainAmount } from '../../lib/money';
import type { Session } from '../../lib/session';
import type { Payment } from '../../lib/types';
import { ActionForm } from '../../ui/action-form';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { cancel, capture, refund } from './actions';

/** The actions that the payment's state and the user's role permit. Each dialog shows the amount. */
export function PaymentActions({ payment, session }: { payment: Payment; session: Session }) {
  const { id, currency } = payment;
  const { amountCaptured, amountRefunded, amountDisputed, amountRefundedElsewhere } = payment;
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
              <Submit busy="Capturing…">Capture</Submit>
            </ActionForm>
          </Dialog>
          <Dialog open="Cancel" look="danger" title={`Cancel ${amountOf(payment.amount, currency)}?`}>
            <ActionForm action={cancel.bind(null, id)} attempt={randomUUID()}>
              <p className="text-ink-2">The bank releases the whole amount. This cannot be undone.</p>
              <Submit busy="Cancelling…" look="danger">
                Cancel the payment
              </Submit>
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
            <Submit busy="Refunding…" testId="confirm-refund-button">
              Refund
            </Submit>
          </ActionForm>
        </Dialog>
      )}
    </>
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
