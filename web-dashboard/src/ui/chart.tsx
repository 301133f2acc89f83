import { dayOf } from '../lib/format';

const [WIDTH, HEIGHT] = [640, 160];
const GAP = 0.25;
/** Room for the whole dot at the end of a line. */
const MARGIN = 6;

export interface Bar {
  /** Start of the hour or day. */
  from: string;
  value: number;
  /** The value as text for people. */
  says: string;
}

/** Bars rendered on the server; a table with the same figures follows for screen readers. */
export function BarChart({ bars, label, id, timeZone }: { bars: Bar[]; label: string; id: string; timeZone: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const step = WIDTH / Math.max(1, bars.length);
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="h-40 w-full"
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={id}
      >
        <title
          id={id}
        >{`${label}: ${bars.map(({ from, says }) => `${dayOf(from, timeZone)} ${says}`).join(', ')}`}</title>
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />
        {bars.map(({ from, value, says }, index) => {
          const height = (Math.max(0, value) / most) * (HEIGHT - 8);
          return (
            <g key={from}>
              <title>{`${dayOf(from, timeZone)}: ${says}`}</title>
              <rect x={index * step} y={0} width={step} height={HEIGHT} fill="transparent" />
              <rect
                x={index * step + (step * GAP) / 2}
                y={HEIGHT - height}
                width={step * (1 - GAP)}
                height={height}
                rx="2"
                fill="var(--accent)"
              />
            </g>
          );
        })}
      </svg>
      <Ends bars={bars} timeZone={timeZone} />
    </figure>
  );
}

/** A line of shares, 0 to 1, with a gap where there is no value. */
export function LineChart({
  points,
  label,
  id,
  timeZone,
}: {
  points: (Omit<Bar, 'value'> & { value: number | null })[];
  label: string;
  id: string;
  timeZone: string;
}) {
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, points.length - 1);
  const place = (value: number, index: number) =>
    `${(MARGIN + index * step).toFixed(1)},${(4 + (1 - value) * (HEIGHT - 8)).toFixed(1)}`;
  const dots = points.map(({ value }, index) => (value === null ? '' : `M${place(value, index)}h0`)).join(' ');
  const path = points
    .map(({ value }, index) => {
      if (value === null) return '';
      const begins = index === 0 || points[index - 1]?.value === null;
      return `${begins ? 'M' : 'L'}${place(value, index)}`;
    })
    .join(' ');
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="h-40 w-full"
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={id}
      >
        <title
          id={id}
        >{`${label}: ${points.map(({ from, says }) => `${dayOf(from, timeZone)} ${says}`).join(', ')}`}</title>
        {[0, 0.5, 1].map((share) => (
          <line
            key={share}
            x1="0"
            x2={WIDTH}
            y1={4 + share * (HEIGHT - 8)}
            y2={4 + share * (HEIGHT - 8)}
            stroke="var(--line)"
          />
        ))}
        <path d={dots} stroke="var(--good)" strokeWidth="7" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
        <path
          d={path}
          fill="none"
          stroke="var(--good)"
          strokeWidth="2"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <Ends bars={points} timeZone={timeZone} />
    </figure>
  );
}

function Ends({ bars, timeZone }: { bars: { from: string }[]; timeZone: string }) {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return null;
  return (
    <figcaption className="mt-1 flex justify-between text-[12.5px]/[18px] text-ink-3">
      <span>{dayOf(first.from, timeZone)}</span>
      <span>{dayOf(last.from, timeZone)}</span>
    </figcaption>
  );
}
