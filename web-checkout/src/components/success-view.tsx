import type { PayerReceipt, PublicPaymentDetail } from '@payment-gateway/sdk';
import { paidWith } from '../lib/paid-with';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';
import { CopyButton } from './copy-button';
import { type Ended, Leave } from './ended-views';
import { Fact } from './fact';
import { TickIcon } from './icons';
import { LocalTime } from './local-time';
import { NotifyOpener } from './opener-messages';
import { Outcome } from './outcome';
import { ReceiptMail } from './receipt-mail';

export function SuccessView({
  order,
  payment,
  receipt,
  returned,
  params,
  session,
}: Ended & { payment: PublicPaymentDetail; receipt: PayerReceipt | null }) {
  const { texts, fill, locale } = session;
  const { id: paymentId, orderId, currency, authorized } = payment;
  const method = paidWith(payment, texts);
  const message = authorized ? fill(texts.authorisedText, { merchant: order.merchantName }) : texts.success;
  return (
    <Outcome
      id="success-state"
      tone="good"
      icon={<TickIcon />}
      title={authorized ? texts.authorisedTitle : texts.successTitle}
    >
      <NotifyOpener
        message={{
          type: 'payment_success',
          data: {
            ...{ paymentId, orderId, status: 'success', amount: payment.amount, currency, authorized },
            ...{ returned: returned.query, returnUrl: returned.returnUrl },
          },
        }}
      />
      <p role="status" className="mt-2 text-ink-2">
        <span {...testId('success-message')}>{message}</span>
        {/* The English words are fixed without one, for scripts that read them. */}
        {/\w$/.test(message) && '.'}
      </p>
      <Leave {...{ order, returned, params, session }} />
      <dl className="mt-6 divide-y divide-line border-y border-line text-[14px]/[20px]">
        {method && (
          <Fact label={texts.receipt.method}>
            <span {...testId('paid-with')}>{method}</span>
          </Fact>
        )}
        {receipt && (
          <Fact label={texts.receipt.paidAt}>
            <LocalTime at={receipt.paidAt} text={timeIn(receipt.paidAt, receipt.timeZone, locale)} locale={locale} />
          </Fact>
        )}
        <Fact label={texts.paymentId}>
          <span {...testId('payment-id')} className="mr-3 font-mono text-[12.5px]">
            {paymentId}
          </span>
          <CopyButton value={paymentId} label={texts.copy} done={texts.copied} />
        </Fact>
        {receipt && (
          <Fact label={texts.receipt.one}>
            <a
              {...testId('receipt-link')}
              className="link"
              href={receipt.url}
              target="_blank"
              rel="noopener noreferrer"
            >
              {texts.receipt.open}
            </a>
          </Fact>
        )}
      </dl>
      {receipt && <ReceiptMail {...{ receipt, params, session }} />}
    </Outcome>
  );
}
