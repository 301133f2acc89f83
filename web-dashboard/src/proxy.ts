import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { SESSION_COOKIE } from './lib/cookies';

/** Pages: what they may load, and who is sent to the login first. The API decides who may really see what. */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith('/dashboard') && !request.cookies.has(SESSION_COOKIE)) {
    const login = new URL(`/login?next=${encodeURIComponent(pathname + search)}`, request.url);
    return NextResponse.redirect(login);
  }
  const policy = contentPolicy(randomBytes(16).toString('base64'));
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('Referrer-Policy', 'same-origin');
  response.headers.set('Cache-Control', 'no-store');
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

export const config = { matcher: ['/((?!_next/|icon|health$).*)'] };

const contentPolicy = (nonce: string) =>
  [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
