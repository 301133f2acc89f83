import { BlockList, isIP, isIPv4 } from 'node:net';
import { isBadPort } from './bad-ports.js';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Refused unless the settings open them. Sources: IANA special-purpose registries, RFC 6052 (NAT64). */
const OPENABLE: Readonly<Record<string, readonly string[]>> = {
  loopback: LOOPBACK,
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  carrier: ['100.64.0.0/10'],
  documentation: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  benchmark: ['198.18.0.0/15', '2001:2::/48'],
  protocol: ['192.0.0.0/24', '192.88.99.0/24'],
  // The prefix through which an IPv6-only network reaches IPv4. Closed IPv4 ranges stay closed behind it, see below.
  nat64: ['64:ff9b::/96'],
};

/**
 * Public IPv6: the global unicast space without its special ranges. All other IPv6 addresses are refused, regardless of
 * the settings, unless OPENABLE has them.
 */
const GLOBAL_UNICAST = '2000::/3';
const SPECIAL_IN_GLOBAL_UNICAST: Readonly<Record<string, readonly string[]>> = {
  // IETF protocol assignments, with Teredo (2001::/32), AMT, ORCHID (2001:10::/28), ORCHIDv2 (2001:20::/28) and drone
  // identities (2001:30::/28). The benchmark range between the two is in OPENABLE.
  protocol: ['2001::-2001:1:ffff:ffff:ffff:ffff:ffff:ffff', '2001:2:1::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  sixToFour: ['2002::/16'],
  as112: ['2620:4f:8000::/48'],
};

/** Refused regardless of the settings. For IPv6 only ranges inside the ones above have to be listed. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  linkLocal: ['169.254.0.0/16'],
  // Cloud metadata outside link-local: Alibaba, Oracle, Azure's wire server, AWS, Google.
  metadata: ['100.100.100.200/32', '192.0.0.192/32', '168.63.129.16/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'],
  unspecified: ['0.0.0.0/8'],
  multicast: ['224.0.0.0/4'],
  reserved: ['240.0.0.0/4'],
  ...SPECIAL_IN_GLOBAL_UNICAST,
};

const BEHIND_NAT64 = [OPENABLE, CLOSED]
  .flatMap((classes) => Object.values(classes).flat())
  .filter((range) => range.includes('.'))
  .map((range) => range.replace(/^(.*)\/(\d+)$/, (_, address, bits) => `64:ff9b::${address}/${96 + Number(bits)}`));

const MAPPED_IPV4 = rangeList(['::ffff:0:0/96']);
const PUBLIC_IPV6 = rangeList([GLOBAL_UNICAST]);
const MAX_URL_LENGTH = 2048;

export interface AddressRules {
  /** WEBHOOK_ALLOWED_CIDRS. */
  allowedCidrs: readonly string[];
  /** A demo run: loopback is allowed. */
  demo: boolean;
  /** WEBHOOK_ALLOW_PRIVATE: outside demo runs, `allowedCidrs` has no effect without it. */
  allowPrivate: boolean;
}

/** Decides which addresses webhooks may reach, so that no merchant can reach the gateway's own network. */
export class AddressGuard {
  private readonly closed = rangeList([...Object.values(CLOSED).flat(), ...BEHIND_NAT64]);
  private readonly openable = rangeList(Object.values(OPENABLE).flat());
  private readonly allowed: Readonly<Record<4 | 6, BlockList>>;

  constructor({ allowedCidrs, demo, allowPrivate }: AddressRules) {
    const allowed = [...(demo ? LOOPBACK : []), ...(demo || allowPrivate ? allowedCidrs.map(checkedCidr) : [])];
    // Two lists, because a BlockList also applies IPv6 rules to IPv4 addresses: ::/0 would allow all of IPv4.
    this.allowed = {
      4: rangeList(allowed.filter((cidr) => !cidr.includes(':'))),
      6: rangeList(allowed.filter((cidr) => cidr.includes(':'))),
    };
  }

  /** True also for text that is not an IP address. A zone (`%eth0`) is ignored. */
  refused(address: string): boolean {
    const [bare = ''] = address.split('%');
    if (isIP(bare) === 0) return true;
    const family = isIPv4(bare) ? 'ipv4' : 'ipv6';
    if (this.closed.check(bare, family)) return true;
    const version = family === 'ipv4' || MAPPED_IPV4.check(bare, family) ? 4 : 6;
    if (this.openable.check(bare, family)) return !this.allowed[version].check(bare, family);
    return version === 6 && !PUBLIC_IPV6.check(bare, family);
  }

  /**
   * Why an endpoint may not have this URL, or null. Host names are checked when the socket connects, because their
   * addresses may change. IP addresses are also checked here, after URL has normalised decimal, octal and hex forms.
   */
  checkUrl(text: string, mode: 'test' | 'live'): string | null {
    if (text.length > MAX_URL_LENGTH) return `url must be at most ${MAX_URL_LENGTH} characters`;
    if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return 'url must be an absolute URL';
    const url = new URL(text);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'url must begin with https:// or http://';
    if (mode === 'live' && url.protocol !== 'https:') return 'url must begin with https:// for a live merchant';
    if (url.username || url.password) return 'url must not contain credentials';
    if (isBadPort(url.port)) return `url must not use port ${url.port}: it belongs to a service that is not HTTP`;
    const host = literalHost(url.hostname);
    return isIP(host) !== 0 && this.refused(host) ? 'url points to an address that webhooks may not reach' : null;
  }
}

/** A URL's host without the brackets of IPv6. */
export function literalHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function checkedCidr(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 4 ? 32 : 128;
  const valid = isIP(address) !== 0 && !address.includes('%') && (bits === undefined || /^\d{1,3}$/.test(bits));
  if (!valid || Number(bits ?? longest) > longest || rest.length > 0) {
    throw new Error(`WEBHOOK_ALLOWED_CIDRS: "${text}" is not an address range such as 10.0.0.0/8 or fd00::/8`);
  }
  return `${address}/${bits ?? longest}`;
}

/** Ranges are written `address/bits` or `first-last`. */
function rangeList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const family = range.includes(':') ? 'ipv6' : 'ipv4';
    const [first = '', last] = range.split('-');
    const [address = '', bits] = first.split('/');
    if (last === undefined) list.addSubnet(address, Number(bits), family);
    else list.addRange(address, last, family);
  }
  return list;
}
