import { Fragment, type ReactNode } from 'react';
import { countOf, percentOf } from '../../../lib/format';
import { testId } from '../../../lib/test-ids';
import type { Endpoint, EndpointHealth } from '../../../lib/types';
import Link from '../../../ui/link';
import { StateBadge } from '../../../ui/pill';
import { Table } from '../../../ui/table';
import { Time } from '../../../ui/time';
import { TwoLines } from '../../../ui/two-lines';
import { failureWords } from '../deliveries/failure-words';
import { healthOf } from './endpoint-words';
import { HourBars } from './hour-bars';
import { endpointName, shortAddress } from '../../../lib/short-address';

const HEAD = [
  'Endpoint',
  'State',
  'Last 24 hours',
  { 'end wide roomy': 'Response time' },
  { end: 'Latest attempt' },
] as const;

/** An address that does not fit goes on after a slash. */
const breakable = (address: string) =>
  address.split(/(?<=\/)/).map((part, at) => (
    <Fragment key={at}>
      {part}
      <wbr />
    </Fragment>
  ));

/** All endpoints with how their attempts ended lately. */
export function EndpointsTable({
  endpoints,
  healths,
  timeZone,
  settings,
}: {
  endpoints: Omit<Endpoint, 'secret'>[];
  healths: EndpointHealth[];
  timeZone: string;
  /** Shown below the row of their endpoint. */
  settings: { of: string; shown: ReactNode };
}) {
  return (
    <Table id="endpoints-table" label="Webhook endpoints" look="endpoints" head={HEAD}>
      {endpoints.map((endpoint) => {
        const { id, url } = endpoint;
        const health = healths.find(({ endpointId }) => endpointId === id);
        const state = healthOf(endpoint, health);
        return (
          <Fragment key={id}>
            <tr data-link data-endpoint-id={id} {...testId('endpoint-row')}>
              <td className="at-endpoint sm:w-full sm:max-w-0 sm:min-w-[180px]">
                <TwoLines
                  first={
                    <Link className="row-link" href={`/dashboard/webhooks/endpoints/${id}`}>
                      {endpointName(endpoint)}
                    </Link>
                  }
                  second={<span className="truncate">{url ? breakable(shortAddress(url)) : 'Needs no server'}</span>}
                />
              </td>
              <td className="at-state">
                <StateBadge of={state} value={state.value} />
                {health?.lastFailure && state.tone !== 'good' && (
                  <span className="mt-1 block text-[12px]/[16px] text-ink-2 max-sm:text-right">
                    {failureWords(health.lastFailure)}
                  </span>
                )}
              </td>
              <td className="at-day">{health && <LastDay health={health} timeZone={timeZone} />}</td>
              <td className="end wide roomy whitespace-nowrap text-ink-2">
                {url && health ? <ResponseTimes health={health} /> : '–'}
              </td>
              <td className="at-last end">
                {health?.lastAttemptAt ? <Time at={health.lastAttemptAt} /> : <span className="text-ink-3">never</span>}
              </td>
            </tr>
            {settings.of === id && (
              <tr className="settings">
                <td colSpan={HEAD.length}>{settings.shown}</td>
              </tr>
            )}
          </Fragment>
        );
      })}
    </Table>
  );
}

function LastDay({ health, timeZone }: { health: EndpointHealth; timeZone: string }) {
  const { attempts, succeeded } = health;
  if (attempts === 0) return <span className="text-ink-3">No attempts</span>;
  return (
    <span className="flex items-center gap-3">
      <HourBars health={health} timeZone={timeZone} className="above h-6 w-20 shrink-0 xl:w-24 max-sm:hidden" />
      <span
        className="whitespace-nowrap tabular-nums max-sm:text-[12px]/[16px]"
        title={`${countOf(succeeded)} of ${countOf(attempts)} attempts`}
      >
        {percentOf(succeeded / attempts)} <span className="text-ink-3">arrived</span>
        <span className="text-ink-3 sm:hidden"> in a day</span>
      </span>
    </span>
  );
}

/** Half of the attempts, and below it 95 of 100, were answered within these times. */
export const ResponseTimes = ({ health: { p50Ms, p95Ms } }: { health: EndpointHealth }) =>
  p50Ms === null || p95Ms === null ? (
    '–'
  ) : (
    <>
      Half within {countOf(p50Ms)} ms
      <span className="block text-[12px]/[16px] font-normal text-ink-2">95 of 100 within {countOf(p95Ms)} ms</span>
    </>
  );
