import type { Session } from '../lib/session';
import { testId } from '../lib/test-ids';
import { Countdown } from './countdown';

/** The time left for the shopper's step. */
export function Deadline({ until, session: { texts, fill, locale } }: { until: string; session: Session }) {
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'Asia/Kolkata' }).format(
    new Date(until),
  );
  return (
    <p {...testId('approve-hint')} className="text-[14px]/[20px] text-ink-2">
      <Countdown until={until} label={texts.timeLeft} untilText={fill(texts.until, { time: `${time} IST` })} />
    </p>
  );
}
