const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The address of an acquirer's page if a shopper may be sent there: https, or http on this machine. Else undefined. */
export function bankPage(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, href, username, password } = new URL(address);
  if (username || password) return undefined;
  const isAllowed = protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname));
  return isAllowed ? href : undefined;
}
