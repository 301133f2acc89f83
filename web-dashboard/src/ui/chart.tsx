import { ChartHover } from './chart-hover';
import { ticksFor } from './scale';

/** Units of the drawing, which is stretched to the width of its card. */
const [WIDTH, HEIGHT] = [1000, 200];
const MAX_BAR = 36;
/** On a narrow screen half as many. */
const MAX_LABELS = 6;
/** Of an hour with its day. */
const MAX_LONG_LABELS = 4;
const MAX_SHORT_LABEL = 7;

/** One hour or day: null if there is no value. */
export interface Point {
  /** The time as text for people. */
  at: string;
  value: number | null;
  /** The value as text for people. */
  says: string;
  /** The hour or day is not over. */
  isOpen?: boolean;
}

/**
 * A chart rendered on the server: axis and scale as text, the value under the pointer above it, and a table of all
 * values for the keyboard and for screen readers. `scale`: its ticks, if they are not those of the values.
 */
export function Chart({
  kind,
  points,
  label,
  tickWords,
  scale,
}: {
  kind: 'bars' | 'line';
  points: Point[];
  label: string;
  tickWords: (value: number) => string;
  scale?: (values: readonly number[]) => number[];
}) {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const ticks = scale ? scale(values) : ticksFor(Math.min(0, ...values), Math.max(0, ...values));
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const y = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const step = WIDTH / Math.max(1, points.length);
  const isLong = points.some(({ at }) => at.length > MAX_SHORT_LABEL);
  const every = Math.ceil(points.length / (isLong ? MAX_LONG_LABELS : MAX_LABELS));
  return (
    <figure aria-label={label}>
      <ChartHover>
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-[12px]/[16px] text-ink-3 tabular-nums">
          <div aria-hidden="true" className="-my-2 flex h-[216px] flex-col-reverse justify-between text-right">
            {ticks.map((tick) => (
              <span key={tick}>{tickWords(tick)}</span>
            ))}
          </div>
          <svg
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            className="h-[200px] w-full overflow-visible"
            preserveAspectRatio="none"
            aria-hidden="true"
          >
            {ticks.map((tick) => (
              <line
                key={tick}
                x1="0"
                x2={WIDTH}
                y1={y(tick)}
                y2={y(tick)}
                stroke={tick === 0 ? 'var(--line-strong)' : 'var(--line)'}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {kind === 'bars' ? <Bars points={points} step={step} y={y} /> : <Line points={points} step={step} y={y} />}
            {points.map(({ at, says }, index) => (
              <rect
                key={at}
                className="chart-hit"
                x={index * step}
                width={step}
                height={HEIGHT}
                data-says={`${at}: ${says}`}
              >
                <title>{`${at}: ${says}`}</title>
              </rect>
            ))}
          </svg>
          <span />
          <div aria-hidden="true" className="mt-2 flex">
            {points.map(({ at }, index) => (
              <span key={at} className={`flex min-w-0 flex-1 ${anchorOf(index, points.length)}`}>
                {(points.length - 1 - index) % every === 0 && (
                  <span
                    className={`shrink-0 whitespace-nowrap ${(points.length - 1 - index) % (every * 2) === 0 ? '' : 'max-xl:hidden'}`}
                  >
                    {at}
                  </span>
                )}
              </span>
            ))}
          </div>
        </div>
      </ChartHover>
      <details className="mt-3 text-[13px]/[18px]">
        <summary className="text-ink-3 hover:text-accent">Show as a table</summary>
        <div className="mt-2 max-h-64 overflow-y-auto" tabIndex={0} role="region" aria-label={`${label}, as a table`}>
          <table className="w-full">
            <tbody className="divide-y divide-line">
              {points.map(({ at, says }) => (
                <tr key={at}>
                  <th scope="row" className="py-1 text-left font-normal text-ink-2">
                    {at}
                  </th>
                  <td className="py-1 text-right tabular-nums">{says}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** Many labels are wider than their points, so that the first and the last would stand over the edge. */
function anchorOf(index: number, count: number): string {
  if (count <= 2 * MAX_LABELS || (index > 0 && index < count - 1)) return 'justify-center';
  return index === 0 ? 'justify-start' : 'justify-end';
}

interface Drawn {
  points: Point[];
  step: number;
  y: (value: number) => number;
}

function Bars({ points, step, y }: Drawn) {
  const width = Math.min(step * 0.7, MAX_BAR);
  return points.map(({ at, value, isOpen }, index) =>
    value === null || value === 0 ? null : (
      <rect
        key={at}
        x={index * step + (step - width) / 2}
        y={Math.min(y(value), y(0))}
        width={width}
        height={Math.abs(y(value) - y(0))}
        className={value < 0 ? 'fill-bad stroke-bad' : 'fill-accent stroke-accent'}
        strokeWidth={isOpen ? 1.5 : 0}
        fillOpacity={isOpen ? 0.2 : 1}
        vectorEffect="non-scaling-stroke"
      />
    ),
  );
}

/** With a gap where there is no value, and a dot at each value: hollow, at the end of a dashed line, if it is open. */
function Line({ points, step, y }: Drawn) {
  const place = (value: number, index: number) => `${((index + 0.5) * step).toFixed(1)},${y(value).toFixed(1)}`;
  const path = points
    .map(({ value, isOpen }, index) => {
      if (value === null || isOpen) return '';
      const begins = index === 0 || points[index - 1]?.value === null;
      return `${begins ? 'M' : 'L'}${place(value, index)}`;
    })
    .join(' ');
  const open = points.findIndex(({ isOpen }) => isOpen);
  const [before, now] = [points[open - 1]?.value ?? null, points[open]?.value ?? null];
  const dots = points.map(({ value }, index) => (value === null ? '' : `M${place(value, index)}h0`)).join(' ');
  const stroke = {
    fill: 'none',
    stroke: 'var(--good)',
    strokeLinecap: 'round',
    vectorEffect: 'non-scaling-stroke',
  } as const;
  return (
    <>
      <path d={path} strokeWidth="2" {...stroke} />
      {before !== null && now !== null && (
        <path d={`M${place(before, open - 1)}L${place(now, open)}`} strokeWidth="2" strokeDasharray="2 5" {...stroke} />
      )}
      <path d={dots} strokeWidth="6" {...stroke} />
      {now !== null && <path d={`M${place(now, open)}h0`} strokeWidth="3" {...stroke} stroke="var(--surface)" />}
    </>
  );
}
