import { pageResponse } from '@payment-gateway/web/page-response';
import { type NextRequest, NextResponse } from 'next/server';
import { SESSION_COOKIE } from './lib/cookies';

/** Redirects to the login if there is no session cookie. The API decides what a session may see. */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  if (pathname.startsWith('/dashboard') && !request.cookies.has(SESSION_COOKIE)) {
    const login = new URL(`/login?next=${encodeURIComponent(pathname + search)}`, request.url);
    return NextResponse.redirect(login);
  }
  return pageResponse(request, { frameAncestors: `'none'`, referrerPolicy: 'same-origin' });
}

export const config = { matcher: ['/((?!_next/|icon|health$).*)'] };
