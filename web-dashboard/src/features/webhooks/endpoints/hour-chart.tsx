import { Fragment } from 'react';
import { ChartHover } from '../../../ui/chart-hover';
import { ticksFor } from '../../../ui/scale';
import { type Hour, HourMarks, HOURS_PER_MARK, QuietHours } from './hour-marks';

/** The drawing is stretched to the width of its card. */
const HEIGHT = 120;
const MAX_TICKS = 3;
const WIDTH_OF_BAR = 0.7;

/** A part of each bar, from the bottom. */
export interface Part {
  name: string;
  fill: string;
}

/**
 * One bar for each of the last 24 hours, with its scale; the values under the pointer are shown above it. Rendered on the
 * server. Keyboards and screen readers have the table below the charts.
 */
export function HourChart({ title, parts, hours }: { title: string; parts: readonly Part[]; hours: readonly Hour[] }) {
  const sum = (values: readonly number[] | null) => (values ?? []).reduce((total, value) => total + value, 0);
  const ticks = ticksFor(0, Math.max(MAX_TICKS, ...hours.map(({ values }) => sum(values))), MAX_TICKS);
  const most = ticks.at(-1) ?? 1;
  const y = (value: number) => HEIGHT - (value / most) * HEIGHT;
  return (
    <figure aria-label={title} className="min-w-0">
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-[13px]/[18px]">
        <span className="font-medium">{title}</span>
        <span className="flex flex-wrap gap-x-3 text-[12px]/[18px] text-ink-2">
          {parts.map(({ name, fill }) => (
            <span key={name} className="flex items-center gap-1.5">
              <svg width="8" height="8" aria-hidden="true">
                <rect width="8" height="8" rx="2" fill={fill} />
              </svg>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <ChartHover>
        <div
          aria-hidden="true"
          className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-[12px]/[16px] text-ink-3 tabular-nums"
        >
          <span className="-my-2 flex h-[136px] flex-col-reverse justify-between text-right">
            {ticks.map((tick) => (
              <span key={tick}>{tick}</span>
            ))}
          </span>
          <div className="relative">
            <QuietHours hours={hours} />
            <svg
              viewBox={`0 0 ${hours.length} ${HEIGHT}`}
              className="h-[120px] w-full overflow-visible"
              preserveAspectRatio="none"
            >
              {ticks.map((tick) => (
                <line
                  key={tick}
                  x2={hours.length}
                  y1={y(tick)}
                  y2={y(tick)}
                  stroke="var(--line)"
                  vectorEffect="non-scaling-stroke"
                />
              ))}
              {hours.map(
                ({ at }, index) =>
                  index % HOURS_PER_MARK === 0 && (
                    <line
                      key={at}
                      x1={index}
                      x2={index}
                      y1={HEIGHT}
                      y2={HEIGHT + 5}
                      stroke="var(--line-strong)"
                      vectorEffect="non-scaling-stroke"
                    />
                  ),
              )}
              {hours.map(({ at, values, says }, index) => (
                <Fragment key={at}>
                  {values && (
                    <line
                      x1={index}
                      x2={index + 1}
                      y1={HEIGHT}
                      y2={HEIGHT}
                      stroke="var(--ink-3)"
                      vectorEffect="non-scaling-stroke"
                    />
                  )}
                  {values &&
                    parts.map(({ name, fill }, part) => (
                      <rect
                        key={name}
                        x={index + (1 - WIDTH_OF_BAR) / 2}
                        width={WIDTH_OF_BAR}
                        y={y(sum(values.slice(0, part + 1)))}
                        height={HEIGHT - y(values[part] ?? 0)}
                        fill={fill}
                      />
                    ))}
                  <rect className="chart-hit" x={index} width="1" height={HEIGHT} data-says={`${at}: ${says}`}>
                    <title>{`${at}: ${says}`}</title>
                  </rect>
                </Fragment>
              ))}
            </svg>
          </div>
          <span />
          <HourMarks hours={hours} />
        </div>
      </ChartHover>
    </figure>
  );
}
