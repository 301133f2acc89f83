import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { LinkScreen, UnavailableLink } from '../../../components/link-screen';
import { loadLink, unlessUnavailable } from '../../../lib/gateway';
import { readLinkSearch } from '../../../lib/link-params';
import { SEARCH_HEADER } from '../../../lib/params';
import { readSession } from '../../../lib/session';

/** The page of a payment link: what is paid for, and a button that opens an order and leads to its checkout. */
export default async function LinkPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const page = readLinkSearch(id, (await headers()).get(SEARCH_HEADER) ?? '');
  const session = await readSession();
  const link = await unlessUnavailable(loadLink(id));
  if (link === undefined) return <UnavailableLink page={page} session={session} />;
  if (link === null) notFound();
  return <LinkScreen {...{ link, page, session }} />;
}
