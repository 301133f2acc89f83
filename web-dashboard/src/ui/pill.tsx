import { Fragment, type ReactNode } from 'react';
import type { Look, Tone } from '../lib/states';
import { type TestId, testId } from '../lib/test-ids';
import { BackIcon, ClockIcon, CrossIcon, DashIcon, DotIcon, TickIcon } from './icons';

export const BY_TONE: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  plain: 'bg-line text-ink-2',
};
export const SHAPES: Readonly<Record<Tone, ReactNode>> = {
  good: <TickIcon />,
  wait: <ClockIcon />,
  bad: <CrossIcon />,
  info: <DotIcon />,
  plain: <DashIcon />,
};

const GOOD = /^(success|paid|processed|enabled|recorded|running|healthy|connected|2\d\d)$/;
const BAD = /^(failed|disabled|stopped|unhealthy|disconnected|[345]\d\d|expired)$/;
const INFO = /^authorised$/;
const WAITING = /^(pending|requires_action|attempted|degraded|delayed)$/;
const toneOf = (status: string): Tone =>
  GOOD.test(status)
    ? 'good'
    : BAD.test(status)
      ? 'bad'
      : WAITING.test(status)
        ? 'wait'
        : INFO.test(status)
          ? 'info'
          : 'plain';

/** The API's word, capitalised by CSS, which also hides its underscores. */
const ApiWord = ({ status }: { status: string }) => (
  <span className="word">
    {status.split('_').map((part, index) => (
      <Fragment key={part}>
        {index > 0 && <span className="text-[8px] opacity-0">_</span>}
        {part}
      </Fragment>
    ))}
  </span>
);

/**
 * A status, always with text and a shape, never by colour alone.
 */
export function Status({ status, id, tone = toneOf(status) }: { status: string; id?: TestId; tone?: Tone }) {
  return (
    <span className={`pill ${BY_TONE[tone]}`} {...(id && testId(id))} data-status={status}>
      {SHAPES[tone]}
      <ApiWord status={status} />
    </span>
  );
}

/** A state in the dashboard's own words, such as the money state of a payment. `value` is the API's. */
export function StateBadge({ of: { words, tone, mark }, value, id }: { of: Look; value: string; id?: TestId }) {
  return (
    <span className={`pill ${BY_TONE[tone]}`} {...(id && testId(id))} data-status={value}>
      {mark === 'back' ? <BackIcon /> : SHAPES[tone]}
      {words}
    </span>
  );
}

/**
 * A state as one pill; the API's word is in the document beside it. If both are the same word, the pill has the API's
 * value. `more` is a line below it, where it helps: why it failed, how much was refunded.
 */
export function StateWithStatus({
  of,
  value,
  status,
  more,
}: {
  of: Look;
  value: string;
  /** The API's word, unless the row goes without it. */
  status?: string;
  more?: string | null | undefined;
}) {
  const isSame = value === status && of.words.toLowerCase() === status;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 sm:flex-col sm:flex-nowrap sm:items-start">
      {isSame ? (
        <span {...testId('money-state')}>
          <Status status={status} id="status" tone={of.tone} />
        </span>
      ) : (
        <StateBadge of={of} value={value} id="money-state" />
      )}
      {!isSame && status && (
        <span className="sr-only" {...testId('status')}>
          <ApiWord status={status} />
        </span>
      )}
      {more && <More>{more}</More>}
    </span>
  );
}

/** A quiet line below a state. */
const More = ({ children }: { children: string }) => (
  <span className="more block max-w-[150px] min-w-0 truncate text-[12px]/[16px] text-ink-2" title={children}>
    {children}
  </span>
);

export function Mode({ mode }: { mode: 'test' | 'live' }) {
  const look = mode === 'live' ? 'bg-good-soft text-good' : 'bg-wait-soft text-wait';
  return (
    <span className={`rounded-full px-2 text-[11px]/[18px] font-semibold tracking-wide ${look}`}>
      {mode.toUpperCase()}
    </span>
  );
}
