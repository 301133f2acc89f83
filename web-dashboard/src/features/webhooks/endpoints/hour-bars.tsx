import { bucketOf } from '../../../lib/format';
import type { EndpointHealth } from '../../../lib/types';

const [HEIGHT, GAP, LEAST] = [40, 0.25, 8];

/** The attempts of the last 24 hours, one bar per hour: failures below, in their own colour. */
export function HourBars({
  health: { hours, attempts, succeeded },
  timeZone,
  className,
}: {
  health: EndpointHealth;
  timeZone: string;
  className: string;
}) {
  const most = Math.max(1, ...hours.map((hour) => hour.succeeded + hour.failed));
  const height = (count: number) => (count / most) * HEIGHT;
  /** Few failures among many are seen too. */
  const failedHeight = (count: number) => (count > 0 ? Math.max(height(count), LEAST) : 0);
  return (
    <svg
      viewBox={`0 0 ${hours.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
      role="img"
      aria-label={`Attempts per hour in the last day: ${succeeded} succeeded, ${attempts - succeeded} failed`}
    >
      {hours.map(({ from, succeeded: good, failed }, index) => (
        <g key={from}>
          <title>{`${bucketOf(from, timeZone, true)}: ${good} succeeded, ${failed} failed`}</title>
          <rect className="chart-hit" x={index} width="1" height={HEIGHT} />
          <rect x={index + GAP / 2} width={1 - GAP} y={HEIGHT - 1} height="1" fill="var(--ink-3)" />
          <rect
            x={index + GAP / 2}
            width={1 - GAP}
            y={HEIGHT - failedHeight(failed)}
            height={failedHeight(failed)}
            fill="var(--bad)"
          />
          <rect
            x={index + GAP / 2}
            width={1 - GAP}
            y={HEIGHT - height(good + failed)}
            height={Math.max(0, height(good + failed) - failedHeight(failed))}
            fill="var(--good)"
          />
        </g>
      ))}
    </svg>
  );
}
