import { ConnectionError, RateLimitError, ServerError } from '@payment-gateway/sdk';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { Frame } from '../../components/frame';
import { HiddenStates } from '../../components/hidden-states';
import { LanguageSwitch } from '../../components/language-switch';
import { OfflineBanner } from '../../components/offline-banner';
import { CompactSummary, Summary } from '../../components/summary';
import { TestBanner } from '../../components/test-banner';
import { UnavailableView } from '../../components/unavailable-view';
import { ViewOf } from '../../components/view-of';
import { loadCheckout } from '../../lib/gateway';
import { readSearch, SEARCH_HEADER } from '../../lib/params';
import { readSession } from '../../lib/session';

/** One order and its payment, in any state. The server decides what is shown; the browser only reloads. */
export default async function CheckoutPage() {
  const params = readSearch((await headers()).get(SEARCH_HEADER) ?? '');
  const session = await readSession();
  const { texts, locale } = session;
  const footer = <LanguageSwitch params={params} locale={locale} />;
  const embedded = params.embedded ?? false;
  const loaded = await loadCheckout(params).catch((error: unknown) => {
    if ([ConnectionError, ServerError, RateLimitError].some((kind) => error instanceof kind)) return undefined;
    throw error;
  });
  if (loaded === undefined) {
    return (
      <Frame embedded={embedded} footer={footer}>
        <UnavailableView params={params} session={session} />
      </Frame>
    );
  }
  if (loaded === null) notFound();
  const { order, payment, view } = loaded;
  const banner = (
    <>
      {order.test && (
        <TestBanner texts={texts} fillable={view === 'pay'} upi={order.currency === 'INR' && order.upiCollect} />
      )}
      <OfflineBanner text={texts.offline} />
    </>
  );
  const About = embedded ? CompactSummary : Summary;
  const summary = <About {...{ order, view, payment, session }} />;
  return (
    <Frame embedded={embedded} banner={banner} summary={summary} footer={footer}>
      <ViewOf {...loaded} {...{ params, session }} />
      <HiddenStates view={view} texts={texts} />
    </Frame>
  );
}
