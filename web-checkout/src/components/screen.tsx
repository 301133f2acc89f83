import type { ReactNode } from 'react';
import type { Loaded } from '../lib/gateway';
import { type CheckoutParams, checkoutHref } from '../lib/params';
import type { Session } from '../lib/session';
import type { View } from '../lib/view';
import { waysToPay } from '../lib/ways-to-pay';
import { Frame } from './frame';
import { HiddenStates } from './hidden-states';
import { LanguageSwitch } from './language-switch';
import { OfflineBanner } from './offline-banner';
import { CompactSummary, Summary } from './summary';
import { TestBanner } from './test-banner';
import { UnavailableView } from './unavailable-view';

interface Props {
  params: CheckoutParams;
  session: Session;
}

interface Around extends Props {
  loaded: Loaded;
  /** The view that `children` is. */
  view: View;
  children: ReactNode;
}

const hrefIn = (params: CheckoutParams) => (lang: string) => checkoutHref(params, { lang });

/** The page of an order around its present view. */
export function Screen({ loaded, view, params, session, children }: Around) {
  const { order, payment } = loaded;
  const { texts, locale } = session;
  const embedded = params.embedded ?? false;
  const ways = view === 'pay' ? waysToPay(order) : undefined;
  const banner = (
    <>
      {order.test && (
        <TestBanner
          texts={texts}
          cards={ways?.card?.includes('raw_card') ?? false}
          upi={ways?.upi?.includes('collect') ?? false}
        />
      )}
      <OfflineBanner text={texts.offline} />
    </>
  );
  const About = embedded ? CompactSummary : Summary;
  const summary = <About {...{ order, view, payment, session }} />;
  return (
    <Frame {...{ embedded, banner, summary }} footer={<LanguageSwitch hrefIn={hrefIn(params)} locale={locale} />}>
      {children}
      <HiddenStates view={view} texts={texts} />
    </Frame>
  );
}

/** While the API cannot be reached. */
export function UnavailableScreen({ params, session }: Props) {
  return (
    <Frame
      embedded={params.embedded ?? false}
      footer={<LanguageSwitch hrefIn={hrefIn(params)} locale={session.locale} />}
    >
      <UnavailableView params={params} session={session} />
    </Frame>
  );
}
