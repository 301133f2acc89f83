import { randomUUID } from 'node:crypto';
import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { payByCard, payByVpa, payOnPage } from '../lib/actions';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import { rememberedFor } from '../lib/remembered';
import type { Session } from '../lib/session';
import { type TestId, testId } from '../lib/test-ids';
import { CancelLink } from './cancel-link';
import { CardForm } from './card-form';
import { CodeBlock, isLive } from './code-block';
import { CardIcon, LockIcon, UpiIcon } from './icons';
import { PageForm } from './page-form';
import { type FormTexts, UpiForm } from './upi-form';

/**
 * The methods as two radio cards. CSS shows the form of the chosen one, so no script is needed. A live merchant's shoppers
 * pay on the acquirer's own page: no card number may reach this one.
 */
export async function PayView({
  order,
  payment,
  params,
  session,
}: {
  order: PublicOrder;
  /** A UPI payment by code, open or over. */
  payment: PublicPayment | null;
  params: CheckoutParams;
  session: Session;
}) {
  const { texts, amount, fill } = session;
  const remembered = await rememberedFor(order.id);
  const merchant = { merchant: order.merchantName };
  const errors = { ...texts.errors, tooManyAttempts: fill(texts.errors.tooManyAttempts, merchant) };
  const { vpa, processing, cardNumber, expiry, cvv, cardholder } = texts;
  const pay = fill(texts.pay, { amount: amount(order.amount, order.currency) });
  const words: FormTexts = { vpa, processing, cardNumber, expiry, cvv, cardholder, errors, pay };
  if (!order.test) {
    return (
      <div>
        <h1 className={params.embedded ? 'sr-only' : 'text-[20px]/[28px] font-semibold'}>{texts.pageTitle}</h1>
        <p className="mt-2 mb-6 text-ink-2">{fill(texts.pageHint, { amount: amount(order.amount, order.currency) })}</p>
        <PageForm
          texts={{ ...words, pay: texts.pageOpen }}
          pay={payOnPage.bind(null, params)}
          attempt={randomUUID()}
          here={checkoutHref(params, { paymentId: undefined })}
        />
        {!params.embedded && <CancelLink order={order} text={fill(texts.cancelTo, merchant)} />}
      </div>
    );
  }
  const takesUpi = order.currency === 'INR';
  // In the frame the two stand side by side, so that the whole form fits.
  const isTight = params.embedded && takesUpi;
  // Without scripts the page reloads until an open code is paid, which would clear what is typed in the other forms.
  const aside = isLive(payment) ? 'no-script:hidden' : '';
  const isCard = params.method === 'card' || !takesUpi;
  return (
    <div className="group/methods">
      <h1 className={params.embedded ? 'sr-only' : 'mb-4 text-[20px]/[28px] font-semibold'}>{texts.method}</h1>
      <div
        {...testId('payment-methods')}
        role="radiogroup"
        aria-label={texts.method}
        className={`${isTight ? 'grid grid-cols-2 gap-2' : 'space-y-2'} ${aside}`}
      >
        {takesUpi && (
          <Method
            id="method-upi"
            value="upi"
            chosen={!isCard}
            icon={<UpiIcon />}
            title={texts.upi}
            hint={isTight ? undefined : texts.upiHint}
          />
        )}
        <Method
          id="method-card"
          value="card"
          chosen={isCard}
          icon={<CardIcon />}
          title={texts.card}
          hint={isTight ? undefined : takesUpi ? texts.cardHint : texts.upiOnlyInr}
        />
      </div>
      <div className={params.embedded ? 'mt-4' : 'mt-6'}>
        {takesUpi && (
          <div className="hidden group-has-[#choose-upi:checked]/methods:block">
            <CodeBlock {...{ order, payment, params, session }} />
            {order.upiCollect && (
              <div className={aside}>
                <p className="my-4 flex items-center gap-4 text-[14px]/[20px] text-ink-3 before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
                  {texts.or}
                </p>
                <UpiForm
                  texts={words}
                  pay={payByVpa.bind(null, params)}
                  attempt={randomUUID()}
                  here={checkoutHref(params, { paymentId: undefined, method: 'upi' })}
                  vpa={remembered.vpa}
                />
              </div>
            )}
          </div>
        )}
        <div className="hidden group-has-[#choose-card:checked]/methods:block">
          <CardForm
            texts={words}
            pay={payByCard.bind(null, params, order.test)}
            anyCvv={order.test}
            attempt={randomUUID()}
            here={checkoutHref(params, { paymentId: undefined, method: 'card' })}
            cardholder={remembered.cardholder}
          />
          <p className="mt-4 flex gap-2 text-[14px]/[20px] text-ink-3">
            <span className="mt-0.5">
              <LockIcon />
            </span>
            {fill(texts.secure, merchant)}
          </p>
        </div>
        {isLive(payment) && (
          <p className="mt-4 hidden text-center text-[14px]/[20px] no-script:block">
            <Link {...testId('change-method')} className="link" href={checkoutHref(params, { paymentId: undefined })}>
              {texts.otherWay}
            </Link>
          </p>
        )}
        {!params.embedded && <CancelLink order={order} text={fill(texts.cancelTo, merchant)} />}
      </div>
    </div>
  );
}

function Method(props: {
  id: TestId;
  value: string;
  chosen: boolean;
  icon: ReactNode;
  title: string;
  hint: string | undefined;
}) {
  return (
    <label
      {...testId(props.id)}
      data-method={props.value}
      className="flex min-h-14 cursor-pointer items-center gap-4 rounded-card border border-line-strong px-4 py-2 transition-colors hover:border-ink-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
    >
      <span className="text-ink-2">{props.icon}</span>
      <span className="grow">
        <span className="block font-medium">{props.title}</span>
        {props.hint && <span className="block text-[14px]/[20px] text-ink-2">{props.hint}</span>}
      </span>
      <input
        type="radio"
        id={`choose-${props.value}`}
        name="method"
        value={props.value}
        defaultChecked={props.chosen}
        className="radio"
      />
    </label>
  );
}
