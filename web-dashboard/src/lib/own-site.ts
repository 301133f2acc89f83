/**
 * Answers a request that another site made a browser send, with the cookie of whoever looks at that site; null where it
 * is our own page, or a person who typed the address. Server actions are guarded by Next in the same way.
 */
export function refusalOfForeign({ headers }: Request): Response | null {
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  const origin = headers.get('origin');
  const isForeign = /^(cross|same)-site$/.test(site) || (origin !== null && hostOf(origin) !== host);
  return isForeign ? new Response('Asked for by another site.', { status: 403 }) : null;
}

/** Of the opaque origin `null`: none. */
const hostOf = (origin: string) => URL.parse(origin)?.host;
