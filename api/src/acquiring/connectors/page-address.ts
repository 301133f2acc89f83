import { isLoopbackHost } from '../../platform/config/exposure.js';
import type { Sheet } from './sheet.js';

/** True if a shopper may be sent there: https on a host of the sheet, or this machine where the sheet allows it. */
export function isPageAddress({ pageHosts }: Pick<Sheet, 'pageHosts'>, text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (isLoopbackHost(hostname)) return pageHosts.includes('loopback') && /^https?:$/.test(protocol);
  return protocol === 'https:' && pageHosts.includes(hostname);
}
