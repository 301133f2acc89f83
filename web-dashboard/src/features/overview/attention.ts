import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import { shortAddress } from '../../lib/short-address';
import type { Endpoint, ListedRefund } from '../../lib/types';

export interface Attention {
  title: string;
  /** What happens otherwise, or what to do. */
  about: string;
  href: string;
}

/** A payment that the bank has not decided for so long is worth a look. */
const UNKNOWN_AFTER_MS = 60_000;
/** A single failure is repeated within minutes, and is no reason for an alarm. */
const FAILING_AFTER_MS = 10 * 60_000;
const CAPTURE_WITHIN_MS = 48 * 3_600_000;
const PAGE_SIZE = 100;

const WEBHOOKS_MS = 7 * 86_400_000;
const REFUNDS_MS = 30 * 86_400_000;

const since = (at: number) => new Date(at).toISOString();
const counted = (count: number, one: string, more: string) =>
  count === 1 ? `1 ${one}` : `${count}${count === PAGE_SIZE ? ' or more' : ''} ${more}`;

/** A failed refund is done with once the same amount went back in another one. */
const isOwed = ({ amount, payment }: ListedRefund) =>
  !payment || payment.amountCaptured - payment.amountRefunded - payment.amountRefundedElsewhere >= amount;

/** What a person should look at, the most urgent first. */
export async function needsAttention(
  gateway: PaymentGateway,
  options: RequestOptions,
  now = Date.now(),
): Promise<Attention[]> {
  const few = { limit: 1, offset: 0 } as const; // a list has a total only if it is read by offset
  const before = new Date(now - UNKNOWN_AFTER_MS).toISOString();
  const [held, unknown, failed, endpoints, refunds] = await Promise.all([
    gateway.payments.list({ authorized: true, limit: PAGE_SIZE }, options),
    gateway.payments.list({ ...few, moneyState: 'pending', createdTo: before }, options),
    gateway.webhookLogs.list({ status: 'failed', createdFrom: since(now - WEBHOOKS_MS), limit: PAGE_SIZE }, options),
    gateway.endpoints.list({ limit: 50 }, options),
    gateway.refunds.list(
      { status: 'failed', createdFrom: since(now - REFUNDS_MS), expand: 'payment', limit: PAGE_SIZE },
      options,
    ),
  ]);
  // An endpoint that is gone or switched off takes no repeat.
  const takes = new Set(endpoints.data.filter(({ enabled }) => enabled).map(({ id }) => id));
  const undelivered = failed.data.filter(({ endpointId }) => takes.has(endpointId)).length;
  const unrefunded = refunds.data.filter(isOwed).length;
  const due = held.data.filter(
    ({ captureBefore }) => captureBefore !== null && Date.parse(captureBefore) - now < CAPTURE_WITHIN_MS,
  ).length;
  const disabled = endpoints.data.filter(({ disabledReason }) => disabledReason && disabledReason !== 'requested');
  const failing = endpoints.data.filter(
    ({ enabled, failingSince }) =>
      enabled && failingSince !== null && now - Date.parse(failingSince) > FAILING_AFTER_MS,
  );
  const nameOf = ({ description, url }: Endpoint) => description || (url === null ? 'The inbox' : shortAddress(url));
  return [
    due > 0 && {
      title: `${counted(due, 'authorised payment ends', 'authorised payments end')} within two days`,
      about: 'Capture them, or the money goes back to the shopper.',
      href: '/dashboard/transactions?state=authorized',
    },
    (unknown.total ?? 0) > 0 && {
      title: `${counted(unknown.total ?? 0, 'payment has', 'payments have')} no result after a minute`,
      about: 'The gateway keeps asking the bank. Do not charge these shoppers again.',
      href: '/dashboard/transactions?state=pending',
    },
    ...disabled.map((endpoint) => ({
      title: `${nameOf(endpoint)} was switched off`,
      about: 'It receives no webhooks until you enable it.',
      href: `/dashboard/webhooks/endpoints/${endpoint.id}`,
    })),
    ...failing.map((endpoint) => ({
      title: `${nameOf(endpoint)} is failing`,
      about: 'No webhook has reached it for ten minutes or longer.',
      href: `/dashboard/webhooks/endpoints/${endpoint.id}`,
    })),
    undelivered > 0 && {
      title: `${counted(undelivered, 'webhook was', 'webhooks were')} not delivered in the last 7 days`,
      about: 'No more attempts are made. Send again what you need.',
      href: '/dashboard/webhooks?status=failed',
    },
    unrefunded > 0 && {
      title: `${counted(unrefunded, 'refund', 'refunds')} of the last 30 days failed`,
      about: unrefunded === 1 ? 'The shopper has not got the money back.' : 'The shoppers have not got the money back.',
      href: '/dashboard/refunds?status=failed',
    },
  ].filter((one) => one !== false);
}
