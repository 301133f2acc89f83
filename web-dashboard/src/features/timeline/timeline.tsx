import type { ReactNode } from 'react';
import { testId } from '../../lib/test-ids';
import type { Tone } from '../../lib/states';
import { TickIcon } from '../../ui/icons';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Moment } from '../../ui/time';
import { Payload } from '../events/payload';
import { actorName, type Actors } from './actors';
import { moneyIn, reasonIn, stepWords } from './step-words';
import type { Step } from './steps';

const DOTS: Readonly<Record<Tone, string>> = {
  good: 'bg-good',
  wait: 'bg-wait',
  bad: 'bg-bad',
  info: 'bg-info',
  plain: 'bg-ink-3',
};

/** A line with one dot per step, the newest last; each step opens to its bytes. `first`: what preceded the events. */
export function Timeline({
  steps,
  actors,
  first,
}: {
  steps: Step[];
  actors: Actors;
  first?: { title: string; at: string; about: ReactNode };
}) {
  return (
    <ol className="relative ml-1 border-l border-line" {...testId('timeline')}>
      {first && (
        <Item title={first.title} at={first.at} tone="plain">
          {first.about}
        </Item>
      )}
      {steps.map((step) => (
        <StepItem key={step.event.id} step={step} actors={actors} />
      ))}
    </ol>
  );
}

function StepItem({ step: { event, deliveries }, actors }: { step: Step; actors: Actors }) {
  const { title, tone } = stepWords(event);
  const reason = reasonIn(event.payload);
  return (
    <Item title={title} at={event.createdAt} tone={tone} money={moneyIn(event)}>
      <p className="text-[13px]/[18px] text-ink-2">
        by {actorName(event.actor, actors)}
        {event.requestId && (
          <>
            , request <RequestId value={event.requestId} actor={event.actor} />
          </>
        )}
      </p>
      {reason && <p className="mt-1 text-[13px]/[18px] text-bad">{reason}</p>}
      <details className="mt-1">
        <summary className="text-[13px]/[18px] text-ink-3 hover:text-accent">
          Event <span className="mono">{event.event}</span>
        </summary>
        <div className="mt-2">
          <Payload payload={event.payload} label="the event, as it is sent" />
        </div>
      </details>
      {deliveries.map((delivery) => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
    </Item>
  );
}

/** Quiet if it was delivered, and with its state otherwise. */
function DeliveryLine({ delivery: { id, status, attempts, responseCode } }: { delivery: Step['deliveries'][number] }) {
  const isDelivered = status === 'success';
  return (
    <p className="mt-1 flex flex-wrap items-center gap-2 text-[13px]/[18px] text-ink-3">
      {!isDelivered && <Status status={status} />}
      <Link className="inline-flex items-center gap-1 hover:text-accent" href={`/dashboard/webhooks/deliveries/${id}`}>
        {isDelivered && (
          <span className="text-good">
            <TickIcon />
          </span>
        )}
        <span className="underline decoration-line-strong underline-offset-3">
          Webhook, {attempts} {attempts === 1 ? 'attempt' : 'attempts'}: its bytes
        </span>
      </Link>
      {responseCode !== null && <span>response {responseCode}</span>}
    </p>
  );
}

/** The request log contains requests with API keys only, so only those are linked. */
function RequestId({ value, actor }: { value: string; actor: string }) {
  if (!actor.startsWith('api_key:')) return <span className="mono break-all">{value}</span>;
  return (
    <Link className="link mono break-all" href={`/dashboard/logs?request_id=${value}`}>
      {value}
    </Link>
  );
}

function Item({
  title,
  at,
  tone,
  money,
  children,
}: {
  title: string;
  at: string;
  tone: Tone;
  money?: string | null;
  children: ReactNode;
}) {
  return (
    <li className="relative pb-6 pl-6 last:pb-0">
      <span
        aria-hidden="true"
        className={`absolute top-[5px] -left-[6px] size-[11px] rounded-full border-2 border-surface ${DOTS[tone]}`}
      />
      <div className="flex flex-wrap justify-between gap-x-4">
        <div className="flex flex-wrap gap-x-2">
          <h3 className="font-medium">{title}</h3>
          {money && <span className="font-medium tabular-nums">{money}</span>}
        </div>
        <span className="text-[13px]/[18px] text-ink-3">
          <Moment at={at} />
        </span>
      </div>
      <div className="mt-0.5 min-w-0">{children}</div>
    </li>
  );
}
