import type { ReactNode } from 'react';
import { wordsOf } from '../../lib/format';
import { amountOf } from '../../lib/money';
import type { Payment } from '../../lib/types';
import { Banner } from '../../ui/banner';
import { Moment } from '../../ui/time';

const WAITS: Readonly<Record<NonNullable<Payment['nextAction']>['type'], string>> = {
  otp: 'The shopper has to enter the code that their bank has sent.',
  upi_approve: 'The shopper has to approve the payment in their UPI app.',
  redirect: "The shopper is on the acquirer's page.",
};

/** What the merchant should know before anything else: why it failed, until when to capture, what it waits for. */
export function PaymentNotice({ payment }: { payment: Payment }): ReactNode {
  const { moneyState, errorReason, errorDescription, captureBefore, amountDisputed, nextAction, currency } = payment;
  if (amountDisputed > 0) {
    const title = `${amountOf(amountDisputed, currency)} is disputed by the shopper.`;
    return <Banner tone="bad" title={title} text="The acquirer withholds it, so it cannot be refunded." />;
  }
  if (moneyState === 'failed') {
    const title = errorReason ? wordsOf(errorReason) : 'The payment failed';
    const text = [errorDescription, 'No money was taken']
      .filter(Boolean)
      .map((words) => `${words}.`.replace('..', '.'));
    return <Banner tone="bad" title={`${title}.`} text={text.join(' ')} />;
  }
  if (moneyState === 'authorized') {
    const until = captureBefore && (
      <>
        Capture it before <Moment at={captureBefore} />; after that it goes back to the shopper.
      </>
    );
    return <Banner tone="info" title="The money is held, and not taken." text={until} />;
  }
  if (moneyState === 'action_needed' && nextAction) {
    return <Banner tone="wait" title={WAITS[nextAction.type]} text="The page shows the result by itself." />;
  }
  return null;
}
