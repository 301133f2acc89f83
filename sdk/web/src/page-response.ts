import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';

interface PageRules {
  /** The sites that may frame the page: the sources of `frame-ancestors`. */
  frameAncestors: string;
  referrerPolicy: 'no-referrer' | 'same-origin';
  /** Path of this site to which browsers report violations of the policy. */
  reportsTo?: string;
  /** Added to the request, for the page to read. */
  requestHeaders?: Readonly<Record<string, string>>;
}

/** Continues to the page, whose response has the security headers and a policy with its own nonce. */
export function pageResponse(request: NextRequest, rules: PageRules): NextResponse {
  const { frameAncestors, referrerPolicy, requestHeaders = {}, reportsTo } = rules;
  const reports = reportsTo && `; report-uri ${reportsTo}; report-to policy`;
  const policy = contentPolicy(randomBytes(16).toString('base64'), frameAncestors) + (reports ?? '');
  const headers = new Headers(request.headers);
  // Next reads the nonce from this header and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  for (const [name, value] of Object.entries(requestHeaders)) headers.set(name, value);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  if (reportsTo) response.headers.set('Reporting-Endpoints', `policy="${reportsTo}"`);
  response.headers.set('Referrer-Policy', referrerPolicy);
  response.headers.set('Cache-Control', 'no-store');
  response.headers.set('X-Content-Type-Options', 'nosniff');
  response.headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

const contentPolicy = (nonce: string, frameAncestors: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
