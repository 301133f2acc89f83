import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { CheckingView } from '../../../components/bank-view';
import { Screen, UnavailableScreen } from '../../../components/screen';
import { ViewOf } from '../../../components/view-of';
import { loadCheckout, unlessUnavailable } from '../../../lib/gateway';
import { checkoutHref, readSearch, returnedHref, SEARCH_HEADER } from '../../../lib/params';
import { readSession } from '../../../lib/session';

/**
 * Where the acquirer's page sends the shopper back. The query names the payment only: its state is the gateway's, whatever
 * else the query says.
 */
export default async function ReturnPage() {
  const asked = await headers();
  const search = asked.get(SEARCH_HEADER) ?? '';
  const params = { ...readSearch(search), embedded: false };
  const session = await readSession();
  // The page fetches itself again while it waits: only its first load reports that the shopper is back.
  const isFirst = asked.get('sec-fetch-dest') !== 'empty' && !new URLSearchParams(search).has('seen');
  const loaded = await unlessUnavailable(loadCheckout(params, isFirst));
  if (loaded === undefined) return <UnavailableScreen params={params} session={session} />;
  if (loaded === null) notFound();
  const { payment, view } = loaded;
  const isElsewhere = payment?.nextAction?.type === 'redirect';
  // Nothing has come back: the checkout shows how to pay, or the step that is to be done there.
  if (!payment || view === 'pay' || (view === 'action' && !isElsewhere)) redirect(checkoutHref(params));
  const isOpen = view === 'processing' || view === 'action';
  return (
    <Screen {...{ loaded, params, session }} view={isOpen ? 'processing' : view}>
      {isOpen ? (
        <CheckingView
          {...{ payment, params, session }}
          merchant={loaded.order.merchantName}
          again={returnedHref(params)}
        />
      ) : (
        <ViewOf {...loaded} {...{ params, session }} />
      )}
    </Screen>
  );
}
