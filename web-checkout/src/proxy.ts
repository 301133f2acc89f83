import { pageResponse } from '@payment-gateway/web/page-response';
import type { NextRequest } from 'next/server';
import { originsAllowed } from './lib/framing';
import { chooseLocale, LOCALE_HEADER } from './lib/locale';
import { readSearch, SEARCH_HEADER } from './lib/params';

/**
 * Decides who may frame the page and in which language it is. The page reads its parameters from SEARCH_HEADER instead of
 * Next, so that it can render no other order than the one whose policy it is sent with.
 */
export async function proxy(request: NextRequest) {
  const { search, searchParams } = request.nextUrl;
  const response = pageResponse(request, {
    frameAncestors: await framedBy(request, search),
    referrerPolicy: 'no-referrer',
    requestHeaders: {
      [SEARCH_HEADER]: search,
      [LOCALE_HEADER]: chooseLocale(searchParams.get('lang'), request.headers.get('Accept-Language')),
    },
  });
  response.headers.set('Vary', 'Accept-Language');
  return response;
}

/** Every page, also the one that says there is none. The others are files, streams and redirects, without scripts of their own. */
export const config = {
  matcher: [
    '/((?!_next/|icon|health$|(?:v1/)?checkout\\.js$|checkout-[\\d.]+\\.js$|(?:v1/)?payment-gateway\\.js\\.map$|checkout/(?:status|embedding|return)$).*)',
  ],
};

/** No page may frame an order that is unknown, or that could not be looked up. */
async function framedBy(request: NextRequest, search: string): Promise<string> {
  const { orderId } = readSearch(search);
  // What the page fetches is not framed. Browsers set this header themselves.
  if (!orderId || request.headers.get('sec-fetch-dest') === 'empty') return `'none'`;
  const allowed = await originsAllowed(orderId, request.headers.get('x-forwarded-for')).catch(() => []);
  return allowed.join(' ') || `'none'`;
}
