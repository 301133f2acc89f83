/**
 * Checks from the settings who can reach a process. It imports no other file of ours: bin/web.mjs applies the same rules
 * to the web apps, and their image contains only this file of the API.
 */
import { BlockList, isIP, isIPv6 } from 'node:net';

export interface Exposure {
  demo: boolean;
  HOST: string;
  PUBLISHED_ON_LOOPBACK: boolean;
  TRUSTED_PROXIES: readonly string[];
  PUBLIC_API_URL: string;
  PUBLIC_CHECKOUT_URL: string;
  PUBLIC_DASHBOARD_URL: string;
}

const PUBLIC_URLS = ['PUBLIC_API_URL', 'PUBLIC_CHECKOUT_URL', 'PUBLIC_DASHBOARD_URL'] as const;

/** One line for each setting that opens a demo run to a network, or exposes a real run to forged addresses or eavesdropping. */
export function exposureFaults(read: Exposure): string[] {
  return [
    ...PUBLIC_URLS.flatMap((name) => urlFaults(name, read[name], read.demo)),
    ...(read.demo ? hostFaults(read) : proxyFaults(read.TRUSTED_PROXIES)),
  ];
}

function urlFaults(name: string, text: string, demo: boolean): string[] {
  if (!URL.canParse(text)) return [`${name}: must be an address such as https://pay.example.com`];
  const { protocol, hostname, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return [`${name}: must begin with https:// or http://`];
  if (username || password) return [`${name}: must not hold a user or a password`];
  if (isLoopbackHost(hostname)) return [];
  if (demo) {
    return [
      `${name}: ${hostname} is not this machine, and the keys of a demo run are public; ` +
        'set DEMO=false to serve others, or an address of localhost to try it here',
    ];
  }
  if (protocol === 'https:') return [];
  return [`${name}: cards and sessions would be sent unencrypted; set it to the https:// address of your TLS proxy`];
}

function hostFaults({ HOST, PUBLISHED_ON_LOOPBACK }: Exposure): string[] {
  if (PUBLISHED_ON_LOOPBACK || isLoopbackHost(HOST)) return [];
  return [
    `HOST: ${HOST} can be reached from other machines, and the keys of a demo run are public; set HOST=127.0.0.1, ` +
      'or DEMO=false; in a container whose ports are published on 127.0.0.1 only: PUBLISHED_ON_LOOPBACK=true',
  ];
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * Whether a host name or address can only mean this machine. It is parsed as URLs and resolvers parse it: 2130706433,
 * 127.1 and 0x7f000001 are 127.0.0.1, and 0 is 0.0.0.0. Of names only localhost and its subdomains, which DNS does not
 * resolve.
 */
export function isLoopbackHost(host: string): boolean {
  const bare = host.trim().replace(/^\[(.*)\]$/, '$1');
  if (isIPv6(bare)) return !bare.includes('%') && LOOPBACK.check(bare, 'ipv6');
  if (!/^[\w.-]+$/.test(bare) || !URL.canParse(`http://${bare}/`)) return false;
  const { hostname } = new URL(`http://${bare}/`);
  if (isIP(hostname)) return LOOPBACK.check(hostname, 'ipv4');
  return /^(.+\.)?localhost\.?$/.test(hostname);
}

/** The host of this address is on this machine. */
export const isLoopbackUrl = (url: string) => isLoopbackHost(new URL(url).hostname);

type Range = readonly [first: bigint, last: bigint];
interface Family {
  bits: 32 | 128;
  /** The shortest prefix that one entry may have: a wider range is not a list of proxies. */
  minPrefix: number;
  /** Ranges that do not occur as addresses of callers from the internet. */
  special: readonly string[];
}

const IPV4: Family = {
  bits: 32,
  minPrefix: 8,
  special: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
    ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3'],
  ],
};
/** Of IPv6 only 2000::/3 is in use on the internet. fc00::/7 is the widest range of private addresses. */
const IPV6: Family = {
  bits: 128,
  minPrefix: 7,
  special: ['::/3', '4000::/2', '8000::/1', '2001:db8::/32', '3fff::/20'],
};

/** An address or a CIDR of either family, without a scope (`%eth0`). */
export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const width = address.includes('%') ? -1 : ({ 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1);
  return width > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width));
}

function proxyFaults(proxies: readonly string[]): string[] {
  const invalid = proxies.find((one) => !isRange(one));
  if (invalid !== undefined) return [`TRUSTED_PROXIES: ${invalid} is not an address or CIDR such as 10.0.0.0/8`];
  const ranges = proxies.map(rangeOf);
  const fix =
    'callers could forge their address and avoid every limit; name the addresses of your proxies only, such as 10.0.3.7';
  for (const family of [IPV4, IPV6]) {
    const given = ranges.filter((one) => one.family === family);
    const wide = given.find(({ prefix }) => prefix < family.minPrefix);
    if (wide) return [`TRUSTED_PROXIES: ${wide.text} is too wide: ${fix}`];
    if (given.length === 0) continue;
    if (
      coversAll(
        [...given, ...family.special.map(rangeOf)].map(({ span }) => span),
        family.bits,
      )
    ) {
      return [`TRUSTED_PROXIES: its ranges cover every public address: ${fix}`];
    }
  }
  return [];
}

/** An address or CIDR as its first and last number. A mapped IPv4 range counts as IPv4, as in the proxy check. */
function rangeOf(text: string): { text: string; family: Family; prefix: number; span: Range } {
  const [address = '', bits] = text.split('/');
  const isSix = isIPv6(address);
  const number = isSix ? numberOfV6(address) : numberOfV4(address);
  const prefix = bits === undefined ? (isSix ? 128 : 32) : Number(bits);
  if (isSix && prefix >= 96 && number >> 32n === 0xffffn) return ranged(text, IPV4, prefix - 96, number & 0xffffffffn);
  return ranged(text, isSix ? IPV6 : IPV4, prefix, number);
}

function ranged(text: string, family: Family, prefix: number, number: bigint) {
  const free = BigInt(family.bits - prefix);
  const first = (number >> free) << free;
  return { text, family, prefix, span: [first, first + (1n << free) - 1n] as const };
}

function coversAll(spans: readonly Range[], bits: number): boolean {
  let next = 0n;
  for (const [first, last] of [...spans].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    if (first > next) return false;
    if (last >= next) next = last + 1n;
  }
  return next >= 1n << BigInt(bits);
}

const numberOfV4 = (address: string) => address.split('.').reduce((number, part) => (number << 8n) + BigInt(part), 0n);

/** The URL parser normalises to the shortest form without a dotted end; the groups that `::` omits are filled in. */
function numberOfV6(address: string): bigint {
  const [before = '', after] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => text.split(':').filter(Boolean);
  const [head, tail] = [groups(before), groups(after)];
  const all = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return all.reduce((number, group) => (number << 16n) + BigInt(`0x${group}`), 0n);
}
