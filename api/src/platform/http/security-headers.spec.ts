import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { secureHeaders, securityHeaders } from './security-headers.js';

describe('the headers that keep browsers safe', () => {
  it('are all that helmet sets', () => {
    expect(securityHeaders()).toEqual({
      'Content-Security-Policy':
        "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;font-src 'self';" +
        "connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Origin-Agent-Cluster': '?1',
      'Referrer-Policy': 'no-referrer',
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'X-DNS-Prefetch-Control': 'off',
      'X-Download-Options': 'noopen',
      'X-Frame-Options': 'DENY',
      'X-Permitted-Cross-Domain-Policies': 'none',
      'X-XSS-Protection': '0',
    });
  });

  it('are in every response', async () => {
    const server = fastify();
    secureHeaders(server);
    server.get('/', () => 'here');
    for (const url of ['/', '/nowhere']) {
      const { headers } = await server.inject(url);
      for (const [name, value] of Object.entries(securityHeaders())) expect(headers[name.toLowerCase()]).toBe(value);
    }
    await server.close();
  });
});
