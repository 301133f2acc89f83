import type { ReactNode } from 'react';
import { countOf, percentOf } from '../../../lib/format';
import { testId } from '../../../lib/test-ids';
import type { Endpoint, EndpointHealth as Health } from '../../../lib/types';
import { Banner } from '../../../ui/banner';
import { Card } from '../../../ui/card';
import Link from '../../../ui/link';
import { Moment, Time } from '../../../ui/time';
import { failureWords } from '../deliveries/failure-words';
import { DISABLED_REASONS, healthOf } from './endpoint-words';
import { ResponseTimes } from './endpoints-table';
import { HealthCharts } from './health-charts';

/** How the attempts of the last day ended, over time, and how long they took. */
export function EndpointHealth({
  endpoint,
  health,
  timeZone,
}: {
  endpoint: Endpoint;
  health: Health;
  timeZone: string;
}) {
  const { attempts, succeeded, firstAttempts, firstSucceeded, lastFailure, lastAttemptAt } = health;
  return (
    <>
      {endpoint.disabledReason && (
        <Banner
          tone="bad"
          title={DISABLED_REASONS[endpoint.disabledReason]}
          text="It receives nothing until you enable it in its settings."
        />
      )}
      {endpoint.failingSince && healthOf(endpoint, health).value === 'failing' && (
        <Banner
          tone="bad"
          title={
            <>
              No attempt since <Moment at={endpoint.failingSince} /> has succeeded.
            </>
          }
          text="After five days of failures the endpoint is switched off."
        />
      )}
      <Card title="Last 24 hours">
        {attempts === 0 ? (
          <p className="text-ink-2">
            {lastAttemptAt ? 'Nothing was sent to it.' : 'Nothing was sent to it yet. Send a test event.'}
          </p>
        ) : (
          <div {...testId('endpoint-health')}>
            <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              <Figure name="Delivered at once">
                {percentOf(firstAttempts === 0 ? null : firstSucceeded / firstAttempts)}
              </Figure>
              <Figure name="Attempts that succeeded">
                {countOf(succeeded)} of {countOf(attempts)}
              </Figure>
              <Figure name="Response time">{endpoint.url === null ? '–' : <ResponseTimes health={health} />}</Figure>
              <Figure name="Last failure">
                {lastFailure ? (
                  <Link className="link" href={`/dashboard/webhooks/deliveries/${lastFailure.webhookId}`}>
                    {failureWords(lastFailure)}
                  </Link>
                ) : (
                  'None'
                )}
                {lastFailure && (
                  <span className="block text-[12px]/[16px] font-normal">
                    <Time at={lastFailure.createdAt} />
                  </span>
                )}
              </Figure>
            </dl>
            <HealthCharts hours={health.hours} isServer={endpoint.url !== null} timeZone={timeZone} />
          </div>
        )}
      </Card>
    </>
  );
}

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-[13px]/[18px] text-ink-2">{name}</dt>
    <dd className="mt-0.5 text-[16px]/[24px] font-semibold tabular-nums">{children}</dd>
  </div>
);
