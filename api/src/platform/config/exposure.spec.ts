import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Exposure, exposureFaults, isLoopbackHost } from './exposure.js';

const DEMO: Exposure = {
  demo: true,
  HOST: '127.0.0.1',
  PUBLISHED_ON_LOOPBACK: false,
  TRUSTED_PROXIES: ['127.0.0.1', '::1'],
  PUBLIC_API_URL: 'http://localhost:8000',
  PUBLIC_CHECKOUT_URL: 'http://localhost:3001',
  PUBLIC_DASHBOARD_URL: 'http://localhost:3000',
};
const LIVE: Exposure = {
  ...DEMO,
  demo: false,
  HOST: '0.0.0.0',
  PUBLIC_API_URL: 'https://api.example.com',
  PUBLIC_CHECKOUT_URL: 'https://pay.example.com',
  PUBLIC_DASHBOARD_URL: 'https://dashboard.example.com',
};
const named = (read: Exposure) => exposureFaults(read).map((line) => line.split(':')[0]);

const HERE = [
  ...['localhost', 'LocalHost', 'localhost.', 'api.localhost', '127.0.0.1', '127.0.0.1.', '127.8.9.10', '127.1'],
  ...['2130706433', '0x7f000001', '0177.0.0.1', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'],
];
const ELSEWHERE = [
  ...['0.0.0.0', '0', '::', '[::]', '::ffff:0.0.0.0', '::ffff:10.0.0.1', '192.168.1.5', '10.0.0.1', '128.0.0.1'],
  ...['3232235777', 'localhost.evil.com', 'localhost.evil.com.', '127.0.0.1.nip.io', 'evil-localhost', 'localhosts'],
  ...['127.0.0.1@evil.com', 'evil.com#localhost', 'evil.com/localhost', 'fe80::1', '::1%eth0', 'gateway', '', '*'],
];

describe('a host that can only be this machine', () => {
  it.each(HERE)('%j is', (host) => expect(isLoopbackHost(host)).toBe(true));
  it.each(ELSEWHERE)('%j is not', (host) => expect(isLoopbackHost(host)).toBe(false));
});

describe('a demo run', () => {
  const urls = ['PUBLIC_API_URL', 'PUBLIC_CHECKOUT_URL', 'PUBLIC_DASHBOARD_URL'] as const;

  it.each(urls)('is refused when %s is another machine, over https as well', (name) => {
    for (const url of [
      ...[
        'https://pay.example.com',
        'http://localhost.evil.com:3000',
        'http://127.0.0.1.nip.io',
        'http://0.0.0.0:8000',
      ],
      ...['http://LOCALHOST.EVIL.COM.', 'http://3232235777', 'http://[::]:80', 'http://192.168.1.5:3000'],
      ...['http://localhost@evil.com', 'http://localhost:8000@evil.com', 'ftp://localhost'],
    ]) {
      expect([url, named({ ...DEMO, [name]: url })]).toEqual([url, [name]]);
    }
    const [fault] = exposureFaults({ ...DEMO, [name]: 'https://pay.example.com' });
    expect(fault).toMatch(/DEMO=false.*localhost/);
  });

  it.each(urls)('starts when %s is this machine, however it is written', (name) => {
    for (const url of [
      ...[
        'http://LOCALHOST:3000',
        'https://localhost',
        'http://localhost.:3000',
        'http://127.0.0.1:8000',
        'http://[::1]:8000',
      ],
      ...['http://2130706433:8000', 'http://127.1', 'http://shop.localhost:3000'],
    ]) {
      expect([url, named({ ...DEMO, [name]: url })]).toEqual([url, []]);
    }
  });

  it('listens on this machine only, unless it runs in a container whose ports are published on this machine only', () => {
    for (const HOST of ['0.0.0.0', '::', '0', '192.168.1.5', 'gateway.example.com', 'localhost.evil.com']) {
      expect([HOST, named({ ...DEMO, HOST })]).toEqual([HOST, ['HOST']]);
      expect(named({ ...DEMO, HOST, PUBLISHED_ON_LOOPBACK: true })).toEqual([]);
    }
    expect(exposureFaults({ ...DEMO, HOST: '0.0.0.0' })[0]).toMatch(
      /HOST=127\.0\.0\.1.*DEMO=false.*PUBLISHED_ON_LOOPBACK=true/,
    );
    for (const HOST of ['127.0.0.1', '::1', 'localhost', 'LOCALHOST.']) expect(named({ ...DEMO, HOST })).toEqual([]);
  });

  it('in a container is rejected as well if its public addresses are elsewhere', () => {
    const read = { ...DEMO, HOST: '0.0.0.0', PUBLISHED_ON_LOOPBACK: true, PUBLIC_API_URL: 'https://api.example.com' };
    expect(named(read)).toEqual(['PUBLIC_API_URL']);
  });
});

describe('a real run', () => {
  it('starts with https addresses, on any address, behind named proxies', () => {
    expect(exposureFaults(LIVE)).toEqual([]);
    for (const TRUSTED_PROXIES of [
      ...[['10.0.0.0/8'], ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', '127.0.0.1'], []],
      ...[['173.245.48.0/20', '104.16.0.0/13', '2400:cb00::/32'], ['::ffff:10.0.0.0/104']],
    ]) {
      expect(exposureFaults({ ...LIVE, TRUSTED_PROXIES })).toEqual([]);
    }
  });

  it('refuses plain http to another machine and names the variable', () => {
    for (const name of ['PUBLIC_API_URL', 'PUBLIC_CHECKOUT_URL', 'PUBLIC_DASHBOARD_URL']) {
      for (const url of ['http://pay.example.com', 'HTTP://10.0.0.5:3000', 'http://localhost.evil.com'])
        expect([url, named({ ...LIVE, [name]: url })]).toEqual([url, [name]]);
      expect(named({ ...LIVE, [name]: 'http://localhost:3000' })).toEqual([]);
    }
    expect(exposureFaults({ ...LIVE, PUBLIC_API_URL: 'http://api.example.com' })[0]).toMatch(/https:\/\//);
  });

  it.each([
    ['0.0.0.0/0'],
    ['::/0'],
    ['10.0.0.0/8', '1.2.3.4/0'],
    ['0.0.0.0/1', '128.0.0.0/1'],
    ['::/1', '8000::/1'],
    ['0.0.0.0/1'],
    ['2000::/3'],
    ['::ffff:0:0/96'],
    ['::ffff:0.0.0.0/97', '::ffff:128.0.0.0/97'],
    Array.from({ length: 256 }, (_, first) => `${first}.0.0.0/8`),
    Array.from({ length: 223 }, (_, first) => `${first + 1}.0.0.0/8`),
    Array.from({ length: 256 }, (_, i) => (0x2000 + i * 32).toString(16)).map((group) => `${group}::/11`),
  ])('refuses proxies that cover everyone: %s …', (...TRUSTED_PROXIES) => {
    expect(named({ ...LIVE, TRUSTED_PROXIES })).toEqual(['TRUSTED_PROXIES']);
    expect(exposureFaults({ ...LIVE, TRUSTED_PROXIES })[0]).toMatch(/name the addresses of your proxies/);
  });

  it('refuses every partition of the whole address space, in any order, and accepts one with a public gap', () => {
    const byte = fc.integer({ min: 11, max: 99 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(256).keys()], { minLength: 256 }), byte, (firsts, hole) => {
        const all = firsts.map((first) => `${first}.0.0.0/8`);
        expect(named({ ...LIVE, TRUSTED_PROXIES: all })).toEqual(['TRUSTED_PROXIES']);
        const halves = all.map((one) => (one === `${hole}.0.0.0/8` ? `${hole}.0.0.0/9` : one));
        expect(named({ ...LIVE, TRUSTED_PROXIES: halves })).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
