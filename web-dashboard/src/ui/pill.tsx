import { Fragment, type ReactNode } from 'react';
import { type TestId, testId } from '../lib/test-ids';
import { ClockIcon, CrossIcon, DotIcon, TickIcon } from './icons';

type Tone = 'good' | 'wait' | 'bad' | 'info' | 'plain';
const CLASSES: Readonly<Record<Tone, string>> = {
  good: 'bg-good-soft text-good',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
  info: 'bg-info-soft text-info',
  plain: 'bg-canvas text-ink-2',
};
const SHAPE: Readonly<Record<Tone, ReactNode>> = {
  good: <TickIcon />,
  wait: <ClockIcon />,
  bad: <CrossIcon />,
  info: <DotIcon />,
  plain: null,
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

/**
 * A status, always with text and a shape, never by colour alone. The text is the API's value; CSS capitalises it and
 * hides its underscores.
 */
export function Status({ status, id, tone = toneOf(status) }: { status: string; id?: TestId; tone?: Tone }) {
  return (
    <span className={`pill ${CLASSES[tone]}`} {...(id && testId(id))} data-status={status}>
      {SHAPE[tone]}
      <span className="word">
        {status.split('_').map((part, index) => (
          <Fragment key={part}>
            {index > 0 && <span className="text-[8px] opacity-0">_</span>}
            {part}
          </Fragment>
        ))}
      </span>
    </span>
  );
}

export function Mode({ mode }: { mode: 'test' | 'live' }) {
  const look = mode === 'live' ? 'bg-good-soft text-good' : 'bg-wait-soft text-wait';
  return (
    <span className={`rounded-full px-2 text-[11px]/[18px] font-semibold tracking-wide ${look}`}>
      {mode.toUpperCase()}
    </span>
  );
}
