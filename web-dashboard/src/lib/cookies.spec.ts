import { createRequire } from 'node:module';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';

const require = createRequire(import.meta.url);
// The writer of Set-Cookie that `cookies()` gives to actions.
const { ResponseCookies } = require('next/dist/compiled/@edge-runtime/cookies') as {
  ResponseCookies: new (headers: Headers) => { set(name: string, value: string, options: object): void };
};

let headers: Headers;
jest.unstable_mockModule('next/headers', () => ({ cookies: () => Promise.resolve(new ResponseCookies(headers)) }));

async function load(secure: boolean) {
  jest.resetModules();
  jest.unstable_mockModule('./config', () => ({ config: { secure } }));
  return import('./cookies');
}

describe.each([
  ['https', '__Host-session', true],
  ['http', 'session', false],
])('reached by %s', (_, name, secure) => {
  beforeEach(() => {
    headers = new Headers();
  });

  it('signing out deletes the cookie with the attributes that browsers require', async () => {
    const { dropSession } = await load(secure);
    await dropSession();
    const set = headers.getSetCookie();
    expect(set.map((cookie) => cookie.split('=')[0])).toEqual([name, 'merchant']);
    for (const cookie of set) {
      expect(cookie).toMatch(/^[\w-]+=;/);
      expect(cookie).toMatch(/; Path=\/;/);
      expect(cookie).toMatch(/; Expires=Thu, 01 Jan 1970 00:00:00 GMT/);
      expect([cookie, /; Secure/.test(cookie)]).toEqual([cookie, secure]);
    }
  });

  it('the session cookie is not readable by scripts and not sent by other sites', async () => {
    const { keepSession } = await load(secure);
    await keepSession('session_1', '2030-01-01T00:00:00Z');
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toContain(`${name}=session_1; Path=/`);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=lax/i);
    expect(/Secure/.test(cookie)).toBe(secure);
  });
});
