import { isLoopbackHost } from '../../../platform/config/exposure.js';
import { Refusal } from '../http/reply.js';

/** Notifications are readable by anyone on their way, so that plain HTTP is for this machine only. */
export function checkNotificationUrl(text: string): void {
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname))) return;
  throw new Refusal(400, 'invalid_notification_url', 'notification_url must be https, or http to this machine');
}
