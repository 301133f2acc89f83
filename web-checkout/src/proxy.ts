import { randomBytes } from 'node:crypto';
import { NotFoundError } from '@payment-gateway/sdk';
import { type NextRequest, NextResponse } from 'next/server';
import { config as settings } from './lib/config';
import { gateway } from './lib/gateway';
import { chooseLocale, LOCALE_HEADER } from './lib/locale';
import { SEARCH_HEADER } from './lib/params';

/** Pages: what they may load, who may frame them, in which language they are. */
export async function proxy(request: NextRequest) {
  const policy = contentPolicy(randomBytes(16).toString('base64'), await framedBy(request));
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  const { search, searchParams } = request.nextUrl;
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

export const config = { matcher: ['/', '/checkout'] };

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

/**
 * The origins the merchant allows; in a demo run anybody, until the merchant says who. An unknown order has no merchant
 * and its page nothing to click but Close: whoever opened it is told, wherever that was.
 */
async function framedBy(request: NextRequest): Promise<string> {
  const orderId = request.nextUrl.searchParams.get('order_id');
  // Only a document can be framed: what the page fetches later needs no answer to this.
  if (!orderId || request.method !== 'GET' || request.headers.has('rsc')) return settings.demo ? '*' : `'none'`;
  const address = request.headers.get('x-forwarded-for');
  const order = await gateway.orders
    .getPublic(orderId, { headers: address ? { 'X-Forwarded-For': address } : {} })
    .catch((error: unknown) => (error instanceof NotFoundError ? null : undefined));
  if (order === null) return '*';
  const allowed = (order?.allowedOrigins ?? []).filter((origin) => /^https?:\/\/[^\s;,']+$/.test(origin));
  return allowed.join(' ') || (settings.demo ? '*' : `'none'`);
}
