import { bucketOf, countOf } from '../../../lib/format';
import type { EndpointHealth } from '../../../lib/types';
import { HourChart } from './hour-chart';

const ATTEMPTS = [
  { name: 'Failed', fill: 'var(--bad)' },
  { name: 'Succeeded', fill: 'var(--good)' },
] as const;
const TIMES = [
  { name: 'Half within', fill: 'var(--accent)' },
  { name: '95 of 100 within', fill: 'color-mix(in oklab, var(--accent) 65%, var(--surface))' },
] as const;
const HEAD = ['Hour from', 'Succeeded', 'Failed', 'Half within', '95 of 100 within'] as const;

const ms = (time: number | null) => (time === null ? '–' : `${countOf(time)} ms`);

/** How many attempts each hour had, and how long they took; below, the same as a table. */
export function HealthCharts({
  hours,
  isServer,
  timeZone,
}: {
  hours: EndpointHealth['hours'];
  /** The inbox takes no time to respond. */
  isServer: boolean;
  timeZone: string;
}) {
  const at = (from: string) => bucketOf(from, timeZone, true);
  return (
    <>
      <div className="mt-6 grid gap-x-8 gap-y-6 sm:grid-cols-2">
        <HourChart
          title="Attempts per hour"
          parts={ATTEMPTS}
          hours={hours.map(({ from, failed, succeeded }) => ({
            at: at(from),
            values: failed + succeeded === 0 ? null : [failed, succeeded],
            says:
              failed + succeeded === 0 ? 'no attempts' : `${countOf(succeeded)} succeeded, ${countOf(failed)} failed`,
          }))}
        />
        {isServer && (
          <HourChart
            title="Response time, ms"
            parts={TIMES}
            hours={hours.map(({ from, p50Ms, p95Ms }) => ({
              at: at(from),
              values: p50Ms === null ? null : [p50Ms, (p95Ms ?? p50Ms) - p50Ms],
              says: p50Ms === null ? 'no attempts' : `half within ${ms(p50Ms)}, 95 of 100 within ${ms(p95Ms)}`,
            }))}
          />
        )}
      </div>
      <details className="mt-4 text-[13px]/[18px]">
        <summary className="text-ink-3 hover:text-accent">Show as a table</summary>
        <div
          className="mt-2 max-h-64 overflow-auto"
          tabIndex={0}
          role="region"
          aria-label="The last 24 hours, as a table"
        >
          <table className="w-full">
            <thead>
              <tr className="text-ink-2">
                {HEAD.map((name, index) => (
                  <th
                    key={name}
                    scope="col"
                    className={`py-1 pl-4 font-medium first:pl-0 ${index ? 'text-right' : 'text-left'}`}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {hours.map(({ from, succeeded, failed, p50Ms, p95Ms }) => (
                <tr key={from}>
                  <th scope="row" className="py-1 text-left font-normal whitespace-nowrap text-ink-2">
                    {at(from)}
                  </th>
                  {[countOf(succeeded), countOf(failed), ms(p50Ms), ms(p95Ms)].map((value, index) => (
                    <td key={HEAD[index + 1]} className="py-1 pl-4 text-right tabular-nums">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
