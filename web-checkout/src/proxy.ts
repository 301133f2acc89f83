import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { originsAllowed } from './lib/framing';
import { chooseLocale, LOCALE_HEADER } from './lib/locale';
import { readSearch, SEARCH_HEADER } from './lib/params';

/**
 * Pages: what they may load, who may frame them, in which language they are. The page reads its parameters from
 * SEARCH_HEADER, not from Next, so that it can render no other order than the one whose policy it is sent with.
 */
export async function proxy(request: NextRequest) {
  const { search, searchParams } = request.nextUrl;
  const policy = contentPolicy(randomBytes(16).toString('base64'), await framedBy(request, search));
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  headers.set(SEARCH_HEADER, search);
  headers.set(LOCALE_HEADER, chooseLocale(searchParams.get('lang'), request.headers.get('Accept-Language')));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('Referrer-Policy', 'no-referrer');
  response.headers.set('Cache-Control', 'no-store');
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  response.headers.set('Vary', 'Accept-Language');
  return response;
}

/** Every page, also the one that says there is none. The others are files, streams and redirects, without scripts of their own. */
export const config = {
  matcher: [
    '/((?!_next/|icon|health$|(?:v1/)?checkout\\.js$|checkout-[\\d.]+\\.js$|(?:v1/)?payment-gateway\\.js\\.map$|checkout/(?:status|embedding|return)$).*)',
  ],
};

function contentPolicy(nonce: string, ancestors: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}

/** No page may frame an order that is unknown, or that could not be looked up. */
async function framedBy(request: NextRequest, search: string): Promise<string> {
  const { orderId } = readSearch(search);
  // What the page fetches is not framed. Browsers set this header themselves.
  if (!orderId || request.headers.get('sec-fetch-dest') === 'empty') return `'none'`;
  const allowed = await originsAllowed(orderId, request.headers.get('x-forwarded-for')).catch(() => []);
  return allowed.join(' ') || `'none'`;
}
