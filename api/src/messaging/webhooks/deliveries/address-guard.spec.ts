import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressGuard, literalHost } from './address-guard.js';
import { AddressRefused } from './delivery-error.js';
import { guardedConnect } from './guarded-connect.js';

const closed = new AddressGuard({ allowedCidrs: [], demo: false, allowPrivate: false });
const demo = new AddressGuard({ allowedCidrs: [], demo: true, allowPrivate: false });
const everything = new AddressGuard({ allowedCidrs: ['0.0.0.0/0', '::/0'], demo: true, allowPrivate: true });

/** Addresses of each kind; the first and the last of a range where it has edges worth checking. */
const OPENABLE: Record<string, string[]> = {
  loopback: ['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  private: ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1'],
  'private, mapped': ['::ffff:10.0.0.1', '::FFFF:C0A8:0101', '0:0:0:0:0:ffff:172.16.0.1'],
  carrier: ['100.64.0.1', '100.127.255.255'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  protocol: ['192.0.0.8', '192.88.99.1'],
  'NAT64 to a public address': ['64:ff9b::8.8.8.8', '64:ff9b::808:808'],
};
const CLOSED: Record<string, string[]> = {
  'link-local': [
    '169.254.0.1',
    '169.254.255.255',
    'fe80::1',
    'febf::1',
    'fe80::1%eth0',
    'fec0::1',
    '::ffff:169.254.1.1',
  ],
  metadata: [
    '169.254.169.254',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
  ],
  unspecified: ['0.0.0.0', '0.1.2.3', '::', '::ffff:0.0.0.0'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  'broadcast and reserved': ['255.255.255.255', '240.0.0.1', '100::1', '5f00::1'],
  'IPv4-compatible': ['::127.0.0.1', '::10.0.0.1', '::2', '::8.8.8.8', '::255.255.255.255'],
  'IPv4-translated': ['::ffff:0:127.0.0.1', '::ffff:0:8.8.8.8'],
  'NAT64 to an inner address': [
    '64:ff9b::10.0.0.1',
    '64:ff9b::169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b:1::8.8.8.8',
  ],
  '6to4 and Teredo': ['2002::', '2002:0a00:0001::', '2002:0808:0808::', '2002:ffff:ffff::1', '2001:0:4136:e378::1'],
  'protocol assignments': ['2001::', '2001:1::1', '2001:2:1::', '2001:3::1', '2001:4:112::1', '2001:1ff:ffff::1'],
  'ORCHID and drone identities': ['2001:10::1', '2001:1f:ffff::1', '2001:20::1', '2001:2f:ffff::1', '2001:30::1'],
  'a sink for reverse look-ups': ['2620:4f:8000::1'],
  'outside 2000::/3': ['1fff:ffff::1', '4000::', '4000::1', '8000::1', 'a000::1', 'e000::1', 'fb00::1', 'fec0::1'],
  'outside 2000::/3, and in no registry': ['::1:0:0', '1::1', '100:0:0:1::1', '64:ff9a::1', '64:ff9b:2::1', '400::1'],
  'not an address': ['', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '[::1]', '1.2.3.4.', '::ffff:256.0.0.1'],
};
const PUBLIC = ['8.8.8.8', '1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'];
const PUBLIC_TOO = ['128.0.0.0', '172.15.255.255', '172.32.0.0', '169.253.255.255', '198.17.255.255', '198.20.0.0'];
const EDGES_IPV6 = [
  '2000::',
  '2001:200::',
  '2001:db7::1',
  '2001:db9::1',
  '2003::',
  '2620:4f:8001::1',
  '3ffe::1',
  '3fff:1000::',
];
const PUBLIC_IPV6 = ['223.255.255.255', '2606:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8', '2001:4860::8888'];

describe('an address', () => {
  it.each([...PUBLIC, ...PUBLIC_TOO, ...PUBLIC_IPV6, ...EDGES_IPV6])('%s is allowed', (address) => {
    expect([closed, demo, everything].map((guard) => guard.refused(address))).toEqual([false, false, false]);
  });

  it.each(Object.entries(OPENABLE))('of kind %s is refused unless the settings allow its range', (kind, addresses) => {
    for (const address of addresses) {
      expect([address, closed.refused(address)]).toEqual([address, true]);
      expect([address, demo.refused(address)]).toEqual([address, kind !== 'loopback']);
      expect([address, everything.refused(address)]).toEqual([address, false]);
    }
  });

  it.each(Object.entries(CLOSED))('of kind %s is refused regardless of the settings', (_kind, addresses) => {
    for (const address of addresses) expect([address, everything.refused(address)]).toEqual([address, true]);
  });

  it('of IPv6 outside 2000::/3 is refused regardless of the settings, except ranges that they may allow', () => {
    const outside = fc.tuple(fc.integer({ min: 0x4000, max: 0xfbff }), fc.nat(0xffff), fc.nat(0xffff));
    fc.assert(
      fc.property(outside, (groups) => everything.refused(`${groups.map((one) => one.toString(16)).join(':')}::1`)),
    );
  });

  it('has the same result in its IPv4 and its mapped form', () => {
    const guard = new AddressGuard({ allowedCidrs: ['10.0.0.0/8', '100.64.0.0/10'], demo: true, allowPrivate: false });
    fc.assert(
      fc.property(fc.ipV4(), (address) => guard.refused(`::ffff:${address}`) === guard.refused(address)),
      { numRuns: 1000 },
    );
  });
});

describe('WEBHOOK_ALLOWED_CIDRS', () => {
  it.each([
    [true, false, false],
    [true, true, false],
    [false, true, false],
    [false, false, true],
  ])('with demo %s and allowPrivate %s: what it lists is refused: %s', (isDemo, allowPrivate, refused) => {
    const guard = new AddressGuard({ allowedCidrs: ['10.1.0.0/16', 'fd12::/16'], demo: isDemo, allowPrivate });
    for (const listed of ['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1']) expect(guard.refused(listed)).toBe(refused);
    for (const other of ['10.2.0.1', 'fd13::1', '192.168.0.1']) expect(guard.refused(other)).toBe(true);
  });

  it('accepts a single address; an IPv6 range does not allow IPv4 addresses', () => {
    const guard = new AddressGuard({ allowedCidrs: ['10.1.2.3', '::/0'], demo: true, allowPrivate: false });
    expect(guard.refused('10.1.2.3')).toBe(false);
    expect(guard.refused('10.1.2.4')).toBe(true);
    expect(guard.refused('::ffff:10.1.2.4')).toBe(true);
    expect(guard.refused('fd00::1')).toBe(false);
  });

  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0/8', 'localhost', '10.0.0.0/8/8', '10.0.0.0/', '/8', '10.0.0.0/-1'])(
    '%j is refused at boot',
    (cidr) => {
      const rules = { allowedCidrs: [cidr], demo: true, allowPrivate: false };
      expect(() => new AddressGuard(rules)).toThrow(`WEBHOOK_ALLOWED_CIDRS: "${cidr}"`);
    },
  );
});

describe('the URL of an endpoint', () => {
  it.each(['https://example.com/hook?a=b', 'https://example.com:8443', 'https://8.8.8.8/', 'https://localhost/'])(
    '%s is good for live and test',
    (url) => expect([closed.checkUrl(url, 'live'), closed.checkUrl(url, 'test')]).toEqual([null, null]),
  );

  it('may be http for a test merchant only', () => {
    expect(closed.checkUrl('http://example.com/', 'test')).toBeNull();
    expect(closed.checkUrl('http://example.com/', 'live')).toMatch('https://');
  });

  it.each([
    ['ftp://example.com/', 'must begin with'],
    ['javascript:alert(1)', 'must begin with'],
    ['file:///etc/passwd', 'must begin with'],
    ['example.com/hook', 'absolute URL'],
    ['', 'absolute URL'],
    ['https://', 'absolute URL'],
    ['https://exa mple.com/', 'absolute URL'],
    ['https://example.com/\n', 'absolute URL'],
    ['https://example.com/\0', 'absolute URL'],
    ['https://[fe80::1%25eth0]/', 'absolute URL'],
    ['https://user:pass@example.com/', 'credentials'],
    ['https://user@example.com/', 'credentials'],
    [`https://example.com/${'a'.repeat(2048)}`, 'at most 2048'],
  ])('%j is refused: %s', (url, reason) => expect(closed.checkUrl(url, 'test')).toMatch(reason));

  const LOOPBACK = [
    '127.0.0.1',
    '2130706433',
    '0177.0.0.1',
    '0x7f.1',
    '0x7f000001',
    '127.1',
    '１２７.0.0.1',
    '127.0.0.1.',
    '017700000001',
    '0x7F.0x0.0x0.0x1',
    '127.0.1',
    '127。0。0。1',
    '①②⑦.⓪.⓪.①',
    '%31%32%37.0.0.1',
    '127.000.000.001',
  ];
  const LOOPBACK_IPV6 = ['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]'];
  it.each([...LOOPBACK, ...LOOPBACK_IPV6])(
    'that means loopback in the form %s is refused outside demo runs',
    (host) => {
      expect(closed.checkUrl(`https://${host}/hook`, 'live')).toMatch('may not reach');
      expect(demo.checkUrl(`http://${host}:9000/hook`, 'test')).toBeNull();
      expect(closed.refused(literalHost(new URL(`https://${host}/`).hostname))).toBe(true);
    },
  );

  it.each([
    '0',
    '0.0.0.0',
    '169.254.169.254',
    '0xa9fea9fe',
    '[::]',
    '[::127.0.0.1]',
    '2852039166',
    '0251.0376.0251.0376',
    '169.254.43518',
    '[::ffff:169.254.169.254]',
    '[::ffff:0:169.254.169.254]',
    '[2002:a9fe:a9fe::]',
    '[64:ff9b:1::a9fe:a9fe]',
    '[fd00:ec2::254]',
    '255.255.255.255',
    '224.0.0.1',
    '[64:ff9b::a9fe:a9fe]',
    '[fe80::1]',
  ])('with the host %s is refused whatever the settings', (host) =>
    expect(everything.checkUrl(`https://${host}/`, 'test')).toMatch('may not reach'),
  );
});

describe('the port of an endpoint', () => {
  const BAD = [
    0, 7, 19, 21, 22, 23, 25, 53, 110, 111, 143, 389, 445, 465, 587, 993, 2049, 3306, 3389, 5060, 5432, 5900,
  ];
  it.each([...BAD, 6000, 6379, 6667, 10080, 11211, 27017])(
    '%d is refused for live and test: it belongs to another service',
    (port) => {
      for (const mode of ['live', 'test'] as const)
        expect(closed.checkUrl(`https://example.com:${port}/hook`, mode)).toMatch(`must not use port ${port}`);
      expect(demo.checkUrl(`http://localhost:0${port}/hook`, 'test')).toMatch(`must not use port ${port}`);
    },
  );

  it.each([80, 443, 1024, 3000, 3001, 4000, 4242, 5000, 5173, 8000, 8080, 8443, 8888, 9000, 9999, 49152, 65535])(
    '%d is good: web servers in production and development listen there',
    (port) => {
      expect(closed.checkUrl(`https://example.com:${port}/hook`, 'live')).toBeNull();
      expect(demo.checkUrl(`http://localhost:${port}/hook`, 'test')).toBeNull();
    },
  );

  it('of an endpoint older than the rule is refused when the socket would open', async () => {
    const connect = guardedConnect(demo, 1_000);
    const refused = await new Promise((done) =>
      connect({ hostname: '127.0.0.1', protocol: 'http:', port: '22' }, (...[error]) => done(error)),
    );
    expect(refused).toBeInstanceOf(AddressRefused);
  });
});
