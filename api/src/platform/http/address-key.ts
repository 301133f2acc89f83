import { isIP } from 'node:net';

/** The keys by which rate limits count an address. */
export interface AddressKey {
  /** One connection to the internet: an IPv4 address, or the /64 of an IPv6 address. */
  readonly narrow: string;
  /** The /48 of an IPv6 address, which one site may own as a whole; null if a site has no more than `narrow`. */
  readonly wide: string | null;
}

/** At some providers a /48 holds many sites, so its limit is this many times the narrow one. */
export const WIDE_FACTOR = 16;

/** One key for every text that is not an address, so that invented texts do not avoid a limit. */
const UNKNOWN: AddressKey = { narrow: 'unknown', wide: null };

/** `203.0.113.7:4711` and `[2001:db8::1]:4711`, as some proxies write X-Forwarded-For. */
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d{1,5})?|(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5})$/;

/**
 * The keys of an address, for every limit per address. A site with IPv6 has at least a /64 and can choose any address in
 * it, so the /64 is counted. IPv6 forms of an IPv4 address count as that IPv4 address.
 */
export function addressKey(text: string): AddressKey {
  const [, bracketed, ported] = WITH_PORT.exec(text.trim()) ?? [];
  const [address = ''] = (bracketed ?? ported ?? text.trim()).split('%');
  if (isIP(address) === 4) return { narrow: address, wide: null };
  if (isIP(address) !== 6) return UNKNOWN;
  const groups = groupsOf(address);
  const carried = carriedIpv4(groups);
  if (carried !== null) return { narrow: carried, wide: null };
  // RFC 8215: a translator inside this network. Its prefix may have any length, and outside callers have no such address.
  if (startsWith(groups, 0x64, 0xff9b, 1)) return { narrow: prefix(groups, 8), wide: null };
  return { narrow: prefix(groups, 4), wide: prefix(groups, 3) };
}

/** The IPv4 address in a mapped (::ffff:), translated (::ffff:0:), NAT64 (64:ff9b::/96) or 6to4 (2002::/16) address. */
function carriedIpv4(groups: readonly number[]): string | null {
  const isLast =
    startsWith(groups, 0, 0, 0, 0, 0, 0xffff) ||
    startsWith(groups, 0, 0, 0, 0, 0xffff, 0) ||
    startsWith(groups, 0x64, 0xff9b, 0, 0, 0, 0);
  if (isLast) return dotted(groups.slice(6));
  return startsWith(groups, 0x2002) ? dotted(groups.slice(1, 3)) : null;
}

const startsWith = (groups: readonly number[], ...first: number[]) =>
  first.every((group, place) => groups[place] === group);
const dotted = (pair: readonly number[]) => pair.flatMap((group) => [group >> 8, group & 0xff]).join('.');
const prefix = (groups: readonly number[], count: number) =>
  `${groups
    .slice(0, count)
    .map((group) => group.toString(16))
    .join(':')}/${count * 16}`;

/** The eight groups of an IPv6 address that `isIP` has accepted. */
function groupsOf(address: string): number[] {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::');
  const first = numbersOf(head);
  if (tail === undefined) return first;
  const last = numbersOf(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

const numbersOf = (part: string) => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
