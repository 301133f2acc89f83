import { isLoopbackHost } from '../../platform/config/exposure.js';

/** Where the acquirer of an account sends its notifications. */
export const notificationAddress = (publicApiUrl: string, connector: string, accountId: string): string =>
  `${publicApiUrl.replace(/\/$/, '')}/connectors/${connector}/${accountId}/notifications`;

/** Notifications are readable by anyone on their way, so that plain HTTP is for this machine only. */
export function isSafeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}
