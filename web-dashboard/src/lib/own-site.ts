/**
 * Returns the refusal of a request that another site made the user's browser send, with the user's cookie. Null if our
 * own page sent it, or if the user entered the address. Next guards server actions in the same way.
 */
export function refusalOfCrossSite({ headers }: Request): Response | null {
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  const origin = headers.get('origin');
  const isForeign = /^(cross|same)-site$/.test(site) || (origin !== null && hostOf(origin) !== host);
  return isForeign ? new Response('Refused: another site sent this request.', { status: 403 }) : null;
}

/** Undefined for the opaque origin `null`. */
const hostOf = (origin: string) => URL.parse(origin)?.host;
