import { randomUUID } from 'node:crypto';
import { payOnPage } from '../lib/actions';
import { checkoutHref } from '../lib/params';
import { testId } from '../lib/test-ids';
import { isOnPage, waysToPay } from '../lib/ways-to-pay';
import { CancelLink } from './cancel-link';
import { MethodForms } from './method-forms';
import { PageForm } from './page-form';
import type { Paying } from './paying';
import type { FormTexts } from './upi-form';

/** How the order can be paid: what the merchant's connections take decides, not the merchant's mode. */
export function PayView(props: Paying) {
  const { order, params, session } = props;
  const { texts, amount, fill } = session;
  const ways = waysToPay(order);
  const merchant = { merchant: order.merchantName };
  const errors = { ...texts.errors, tooManyAttempts: fill(texts.errors.tooManyAttempts, merchant) };
  const { vpa, processing, cardNumber, expiry, cvv, cardholder } = texts;
  const values = { amount: amount(order.amount, order.currency) };
  const words: FormTexts = {
    vpa,
    processing,
    cardNumber,
    expiry,
    cvv,
    cardholder,
    errors,
    pay: fill(texts.pay, values),
  };
  const offered = Object.values(ways);
  const isPage = offered.every(isOnPage);
  const title = offered.length === 0 ? texts.unpayableTitle : isPage ? texts.pageTitle : texts.method;
  const hint = offered.length === 0 ? fill(texts.unpayableText, merchant) : fill(texts.pageHint, values);
  return (
    <div {...(offered.length === 0 && testId('unpayable-state'))}>
      <h1 className={params.embedded ? 'sr-only' : 'text-[20px]/[28px] font-semibold'}>{title}</h1>
      {isPage && <p className="mt-2 mb-6 text-ink-2">{hint}</p>}
      {!isPage && <MethodForms {...props} {...{ ways, words }} />}
      {isPage && offered.length > 0 && (
        <PageForm
          texts={{ ...words, pay: texts.pageOpen }}
          pay={payOnPage.bind(null, params, undefined)}
          attempt={randomUUID()}
          here={checkoutHref(params, { paymentId: undefined })}
        />
      )}
      {!params.embedded && <CancelLink order={order} text={fill(texts.cancelTo, merchant)} />}
    </div>
  );
}
