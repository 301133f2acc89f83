import type { ReactNode } from 'react';
import type { GatewayEvent } from '../../lib/types';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Moment } from '../../ui/time';
import { Id } from '../../ui/values';
import { Payload } from '../events/payload';
import type { PaymentHistory } from './payment-history';

const TITLES: Readonly<Record<string, string>> = {
  'payment.created': 'Payment requested',
  'payment.pending': 'Sent to the bank',
  'payment.requires_action': 'The bank requires a step-up',
  'payment.success': 'The bank approved',
  'payment.failed': 'The bank declined',
  'payment.captured': 'Captured',
  'payment.cancelled': 'Cancelled',
  'payment.expired': 'Expired',
  'order.paid': 'The order is paid',
  'order.expired': 'The order expired',
  'order.cancelled': 'The order was cancelled',
  'refund.created': 'Refund requested',
  'refund.processed': 'Refunded',
  'refund.failed': 'Refund failed',
};
const ACTORS: Readonly<Record<string, string>> = { system: 'the gateway', shopper: 'the shopper' };

const actorOf = (actor: string) => ACTORS[actor] ?? actor.replace('api_key:', 'key ').replace(/^user:.*/, 'a member');

/** A line with one dot per step, the newest last; each step opens to its bytes. */
export function Timeline({ story: { order, steps } }: { story: PaymentHistory }) {
  return (
    <ol className="relative ml-2 border-l border-line">
      <Step title="Order created" at={order.createdAt}>
        <Link className="link" href={`/dashboard/orders/${order.id}`}>
          <Id value={order.id} />
        </Link>
      </Step>
      {steps.map(({ event, deliveries }) => (
        <Step key={event.id} title={titleOf(event)} at={event.createdAt}>
          <p className="text-[13px]/[18px] text-ink-2">
            by {actorOf(event.actor)}
            {event.requestId && (
              <>
                , request <RequestId value={event.requestId} actor={event.actor} />
              </>
            )}
          </p>
          <Reason payload={event.payload} />
          <details className="mt-2">
            <summary className="text-[13px]/[18px] text-accent">
              Event <span className="mono">{event.event}</span>
            </summary>
            <div className="mt-2">
              <Payload payload={event.payload} label="the event, as it is sent" />
            </div>
          </details>
          {deliveries.map((delivery) => (
            <p key={delivery.id} className="mt-2 flex flex-wrap items-center gap-2 text-[13px]/[18px]">
              <Status status={delivery.status} />
              <Link className="link" href={`/dashboard/webhooks/deliveries/${delivery.id}`}>
                Webhook, {delivery.attempts} {delivery.attempts === 1 ? 'attempt' : 'attempts'}: its bytes
              </Link>
              {delivery.responseCode !== null && <span className="text-ink-2">response {delivery.responseCode}</span>}
            </p>
          ))}
        </Step>
      ))}
    </ol>
  );
}

/** The request log contains requests with API keys only, so only those are linked. */
function RequestId({ value, actor }: { value: string; actor: string }) {
  if (!actor.startsWith('api_key:')) return <span className="mono">{value}</span>;
  return (
    <Link className="link mono break-all" href={`/dashboard/logs?request_id=${value}`}>
      {value}
    </Link>
  );
}

/** The object of an event, as it was at that time. */
function objectIn(payload: unknown): Record<string, unknown> | undefined {
  return Object.values((payload as { data?: Record<string, Record<string, unknown>> }).data ?? {})[0];
}

/** Approved and not captured is not paid. */
const titleOf = ({ event, payload }: GatewayEvent) =>
  event === 'payment.success' && objectIn(payload)?.['authorized'] === true
    ? 'The bank authorised it'
    : (TITLES[event] ?? event);

/** The bank's reason, if it gave one. */
function Reason({ payload }: { payload: unknown }) {
  const object = objectIn(payload);
  const words = object?.['error_description'] ?? object?.['errorDescription'];
  return typeof words === 'string' ? <p className="mt-1 text-[13px]/[18px] text-bad">{words}</p> : null;
}

function Step({ title, at, children }: { title: string; at: string; children: ReactNode }) {
  return (
    <li className="relative pb-6 pl-6 last:pb-0">
      <span
        aria-hidden="true"
        className="absolute top-[5px] -left-[5px] size-[9px] rounded-full border-2 border-surface bg-ink-3"
      />
      <div className="flex flex-wrap justify-between gap-x-4">
        <h3 className="font-medium">{title}</h3>
        <span className="text-[13px]/[18px] text-ink-3">
          <Moment at={at} />
        </span>
      </div>
      <div className="mt-1 min-w-0">{children}</div>
    </li>
  );
}
