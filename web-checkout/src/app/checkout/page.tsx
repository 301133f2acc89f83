import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { Screen, UnavailableScreen } from '../../components/screen';
import { ViewOf } from '../../components/view-of';
import { loadCheckout, unlessUnavailable } from '../../lib/gateway';
import { readSearch, SEARCH_HEADER } from '../../lib/params';
import { readSession } from '../../lib/session';

/** One order and its payment, in any state. The server decides what is shown; the browser only reloads. */
export default async function CheckoutPage() {
  const params = readSearch((await headers()).get(SEARCH_HEADER) ?? '');
  const session = await readSession();
  const loaded = await unlessUnavailable(loadCheckout(params));
  if (loaded === undefined) return <UnavailableScreen params={params} session={session} />;
  if (loaded === null) notFound();
  return (
    <Screen {...{ loaded, params, session }} view={loaded.view}>
      <ViewOf {...loaded} {...{ params, session }} />
    </Screen>
  );
}
