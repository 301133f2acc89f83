import { randomUUID } from 'node:crypto';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { payByCard, payByVpa, payOnPage } from '../lib/actions';
import { checkoutHref } from '../lib/params';
import { rememberedFor } from '../lib/remembered';
import { testId } from '../lib/test-ids';
import { isOnPage, type Method, type WaysToPay } from '../lib/ways-to-pay';
import { CardForm } from './card-form';
import { CodeBlock, isLive } from './code-block';
import { DownIcon, LockIcon } from './icons';
import { MethodChoice } from './method-choice';
import { PageForm } from './page-form';
import type { Paying } from './paying';
import { type FormTexts, UpiForm } from './upi-form';

/** The methods as rows, of which the chosen one is open: the first, unless the shopper was on another one. */
export async function MethodForms({
  order,
  payment,
  params,
  session,
  ways,
  words,
}: Paying & { ways: WaysToPay; words: FormTexts }) {
  const { texts, amount, fill } = session;
  const remembered = await rememberedFor(order.id);
  // In the frame the two stand side by side, so that the whole form fits.
  const isTight = params.embedded === true && ways.upi !== undefined && ways.card !== undefined;
  // Without scripts the page reloads until an open code is paid, which would clear what is typed in the other forms.
  const aside = isLive(payment) ? 'no-script:hidden' : '';
  const chosen = params.method && ways[params.method] ? params.method : ways.upi ? 'upi' : 'card';
  const onPage = (method: Method) => (
    <>
      <p className="mb-4 text-ink-2">{fill(texts.pageHint, { amount: amount(order.amount, order.currency) })}</p>
      <PageForm
        texts={{ ...words, pay: texts.pageOpen }}
        pay={payOnPage.bind(null, params, method)}
        attempt={randomUUID()}
        here={checkoutHref(params, { paymentId: undefined, method })}
      />
    </>
  );
  const choice = (method: Method, form: ReactNode) =>
    ways[method] && (
      <MethodChoice {...{ method, isTight, aside, texts }} isChosen={method === chosen} currency={order.currency}>
        {isOnPage(ways[method]) ? onPage(method) : form}
      </MethodChoice>
    );
  return (
    <>
      <div
        {...testId('payment-methods')}
        role="radiogroup"
        aria-label={texts.method}
        className={`group/methods ${isTight ? 'grid grid-cols-2 gap-2' : 'space-y-2'} ${params.embedded ? '' : 'mt-4'}`}
      >
        {choice(
          'upi',
          <>
            {ways.upi?.includes('intent') && <CodeBlock {...{ order, payment, params, session }} />}
            {ways.upi?.includes('collect') && (
              <Collect
                isOpen={!ways.upi.includes('intent') || order.test || remembered.vpa !== ''}
                title={texts.vpaInstead}
                aside={aside}
              >
                <UpiForm
                  texts={words}
                  pay={payByVpa.bind(null, params)}
                  attempt={randomUUID()}
                  here={checkoutHref(params, { paymentId: undefined, method: 'upi' })}
                  vpa={remembered.vpa}
                />
              </Collect>
            )}
          </>,
        )}
        {choice(
          'card',
          <>
            <CardForm
              texts={words}
              pay={payByCard.bind(null, params)}
              attempt={randomUUID()}
              here={checkoutHref(params, { paymentId: undefined, method: 'card' })}
              cardholder={remembered.cardholder}
            />
            <p className="mt-4 flex gap-2 text-[14px]/[20px] text-ink-3">
              <span className="mt-0.5">
                <LockIcon />
              </span>
              {fill(texts.secure, { merchant: order.merchantName })}
            </p>
          </>,
        )}
      </div>
      {isLive(payment) && (
        <p className="mt-4 hidden text-center text-[14px]/[20px] no-script:block">
          <Link {...testId('change-method')} className="link" href={checkoutHref(params, { paymentId: undefined })}>
            {texts.otherWay}
          </Link>
        </p>
      )}
    </>
  );
}

/**
 * Folded, so that the code leads; open where there is no code, where a UPI ID was entered before, and for test merchants,
 * whose test UPI IDs are entered here.
 */
function Collect(props: { isOpen: boolean; title: string; aside: string; children: ReactNode }) {
  return (
    <details open={props.isOpen} className={`group/collect mt-4 ${props.aside}`}>
      <summary className="flex min-h-8 w-fit cursor-pointer list-none items-center gap-1 rounded-control text-[14px]/[20px] font-medium [&::-webkit-details-marker]:hidden">
        {props.title}
        <span className="text-ink-3 group-open/collect:rotate-180">
          <DownIcon />
        </span>
      </summary>
      {/* The place of an error takes no room while there is none. */}
      <div className="pt-2 [&_[role=alert]:empty]:-mt-4">{props.children}</div>
    </details>
  );
}
