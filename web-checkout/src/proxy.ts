import { pageResponse } from '@payment-gateway/web/page-response';
import type { NextRequest } from 'next/server';
import { originsAllowed } from './lib/framing';
import { chooseLocale, LOCALE_HEADER } from './lib/locale';
import { isLinkPath } from './lib/link-params';
import { readSearch, SEARCH_HEADER } from './lib/params';

/**
 * Sets the page's frame policy and language. The page reads its parameters from SEARCH_HEADER and not from Next, so it
 * cannot render another order than the one that its policy was made for.
 */
export async function proxy(request: NextRequest) {
  const { search, searchParams } = request.nextUrl;
  const response = pageResponse(request, {
    frameAncestors: await framedBy(request, search),
    referrerPolicy: 'no-referrer',
    reportsTo: '/policy-report',
    requestHeaders: {
      [SEARCH_HEADER]: search,
      [LOCALE_HEADER]: chooseLocale(searchParams.get('lang'), request.headers.get('Accept-Language')),
    },
  });
  response.headers.set('Vary', 'Accept-Language');
  return response;
}

/** Every page, including the 404. The other routes are files, streams and redirects without scripts. */
export const config = {
  matcher: [
    { source: '/checkout/return', has: [{ type: 'query', key: 'payment_id' }] },
    '/((?!_next/|icon|brand/|health$|policy-report$|(?:v1/)?checkout\\.js$|checkout-[\\d.]+\\.js$|(?:v1/)?payment-gateway\\.js\\.map$|checkout/(?:status|embedding|leave|return)$|r/[^/]+/pdf$).*)',
  ],
};

/** No page may frame a payment link, an unknown order, or one that could not be read. */
async function framedBy(request: NextRequest, search: string): Promise<string> {
  const { orderId } = readSearch(search);
  if (isLinkPath(request.nextUrl.pathname)) return `'none'`;
  // A fetch by the page is not framed. Browsers set this header themselves.
  if (!orderId || request.headers.get('sec-fetch-dest') === 'empty') return `'none'`;
  const allowed = await originsAllowed(orderId, request.headers.get('x-forwarded-for')).catch(() => []);
  return allowed.join(' ') || `'none'`;
}
