import { BlockList, isIP } from 'node:net';

/** The range as `address/bits`; null if the text is neither an address nor a CIDR range. */
export function readRange(text: string): string | null {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 4 ? 32 : 128;
  const isRange = isIP(address) !== 0 && !address.includes('%') && (bits === undefined || /^\d{1,3}$/.test(bits));
  if (!isRange || Number(bits ?? longest) > longest || rest.length > 0) return null;
  return `${address.toLowerCase()}/${Number(bits ?? longest)}`;
}

/** Whether an address is in one of the ranges. An IPv4 address in its IPv6 form (`::ffff:`) counts as the IPv4 address. */
export class AddressRanges {
  // Two lists, because a BlockList also applies IPv6 rules to IPv4 addresses: ::/0 would hold all of IPv4.
  private readonly lists = { ipv4: new BlockList(), ipv6: new BlockList() };

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address = '', bits] = range.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.lists[family].addSubnet(address, Number(bits), family);
    }
  }

  has(text: string): boolean {
    const [address = ''] = text.split('%');
    const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
    const bare = mapped ?? address;
    if (isIP(bare) === 0) return false;
    const family = isIP(bare) === 6 ? 'ipv6' : 'ipv4';
    return this.lists[family].check(bare, family);
  }
}
