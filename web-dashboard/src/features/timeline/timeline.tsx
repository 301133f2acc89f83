import { Fragment, type ReactNode } from 'react';
import { dayOf } from '../../lib/format';
import { testId } from '../../lib/test-ids';
import type { Tone } from '../../lib/states';
import Link from '../../ui/link';
import { Clock } from '../../ui/time';
import { Payload } from '../events/payload';
import { actorName, type Actors } from './actors';
import { moneyIn, reasonIn, stepWords } from './step-words';
import { StepDeliveries } from './step-deliveries';
import type { EndpointNames, Step } from './steps';

const DOTS: Readonly<Record<Tone, string>> = {
  good: 'bg-good',
  wait: 'bg-wait',
  bad: 'bg-bad',
  info: 'bg-info',
  plain: 'bg-ink-3',
};

/**
 * A line with one dot per step, the newest last, under the days of the merchant's time zone; each step opens to its
 * bytes. `first`: what preceded the events. `told`: a reason that the page already shows.
 */
export function Timeline({
  steps,
  actors,
  endpoints,
  timeZone,
  first,
  told = null,
}: {
  steps: Step[];
  actors: Actors;
  endpoints: EndpointNames;
  timeZone: string;
  first?: { title: string; at: string; about: ReactNode };
  told?: string | null;
}) {
  const items = [
    ...(first ? [{ key: 'first', at: first.at, shown: <FirstItem key="first" {...first} /> }] : []),
    ...steps.map((step) => ({
      key: step.event.id,
      at: step.event.createdAt,
      shown: <StepItem key={step.event.id} step={step} actors={actors} endpoints={endpoints} told={told} />,
    })),
  ];
  const dayAt = (index: number) => dayOf(items[index]?.at ?? 0, timeZone);
  return (
    <ol className="relative ml-1 border-l border-line" {...testId('timeline')}>
      {items.map(({ key, shown }, index) => (
        <Fragment key={key}>
          {(index === 0 || dayAt(index) !== dayAt(index - 1)) && (
            <li className="pb-3 pl-6 text-[13px]/[18px] font-medium text-ink-2">{dayAt(index)}</li>
          )}
          {shown}
        </Fragment>
      ))}
    </ol>
  );
}

const FirstItem = ({ title, at, about }: { title: string; at: string; about: ReactNode }) => (
  <Item title={title} at={at} tone="plain">
    {about}
  </Item>
);

function StepItem({
  step: { event, deliveries },
  actors,
  endpoints,
  told,
}: {
  step: Step;
  actors: Actors;
  endpoints: EndpointNames;
  told: string | null;
}) {
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
      {reason && reason !== told && <p className="mt-1 text-[13px]/[18px] text-bad">{reason}</p>}
      <details className="mt-1">
        <summary className="text-[13px]/[18px] text-ink-3 hover:text-accent">
          Event <span className="mono">{event.event}</span>
        </summary>
        <div className="mt-2">
          <Payload payload={event.payload} label="the event, as it is sent" />
        </div>
      </details>
      <StepDeliveries deliveries={deliveries} endpoints={endpoints} />
    </Item>
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
      <div className="flex justify-between gap-x-4">
        <div className="flex min-w-0 flex-wrap gap-x-2">
          <h3 className="font-medium">{title}</h3>
          {money && <span className="font-medium tabular-nums">{money}</span>}
        </div>
        <span className="shrink-0 text-[13px]/[18px] text-ink-3 tabular-nums">
          <Clock at={at} />
        </span>
      </div>
      <div className="mt-0.5 min-w-0">{children}</div>
    </li>
  );
}
