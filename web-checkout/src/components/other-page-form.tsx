import { randomUUID } from 'node:crypto';
import type { PublicPaymentDetail } from '@payment-gateway/sdk';
import { askForOtherPage } from '../lib/other-page';
import type { CheckoutParams } from '../lib/params';
import { testId } from '../lib/test-ids';

/** A button that asks for the page of another acquirer, if one takes the payment. Its form needs no script. */
export function OtherPageForm({
  payment,
  params,
  text,
}: {
  payment: PublicPaymentDetail;
  params: CheckoutParams;
  text: string;
}) {
  if (payment.otherPage !== 'offered') return null;
  return (
    <form action={askForOtherPage.bind(null, params)}>
      <input type="hidden" name="attempt" value={randomUUID()} />
      <button {...testId('other-page')} className="secondary">
        {text}
      </button>
    </form>
  );
}
