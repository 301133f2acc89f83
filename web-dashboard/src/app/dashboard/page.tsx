import { Credentials } from '../../features/keys/credentials';
import { Live } from '../../features/live/live';
import { AttentionRow } from '../../features/overview/attention-row';
import { needsAttention } from '../../features/overview/attention';
import { Figures } from '../../features/overview/figures';
import { FirstSteps } from '../../features/overview/first-steps';
import { firstSteps } from '../../features/overview/onboarding';
import { OverviewSkeleton } from '../../features/overview/overview-skeleton';
import { RangeLinks } from '../../features/overview/range-links';
import { RANGE_NAMES, rangeIn } from '../../features/overview/ranges';
import { PaymentsTable } from '../../features/payments/payments-table';
import type { Search } from '../../lib/search';
import { onBehalfOf, readSession } from '../../lib/session';
import { testId } from '../../lib/test-ids';
import { Card } from '../../ui/card';
import Link from '../../ui/link';
import { Load } from '../../ui/load';
import { Page } from '../../ui/page';
import { Stamp } from '../../ui/time';

const LATEST = 5;

export default async function OverviewPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, merchant } = await readSession();
  const { range, from, to } = rangeIn(search, merchant.timeZone);
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.statistics.get({ from, to }, options),
    gateway.apiKeys.list(options),
    firstSteps(gateway, options),
    needsAttention(gateway, options),
    gateway.payments.list({ limit: LATEST }, options),
  ]);
  return (
    <div {...testId('dashboard')}>
      <Page title="Home" action={<RangeLinks chosen={range} search={search} />}>
        <Live types="payment.success,payment.failed,refund.processed" />
        <Load from={load} skeleton={<OverviewSkeleton />}>
          {([statistics, keys, steps, attention, latest]) => {
            const isNew = latest.data.length === 0;
            return (
              <>
                <AttentionRow attention={attention} />
                {isNew && (
                  <div className="mb-4">
                    <FirstSteps steps={steps} leads />
                  </div>
                )}
                <p className="mb-2 text-[12.5px]/[18px] text-ink-3">
                  {range ? `The last ${RANGE_NAMES[range]}` : 'The chosen days'}, compared with the period before. As of{' '}
                  <Stamp at={statistics.asOf} />
                </p>
                <Figures statistics={statistics} timeZone={merchant.timeZone} />
                <div className="mt-4 grid gap-4">
                  <Card
                    title="Latest payments"
                    padded={false}
                    action={
                      !isNew && (
                        <Link className="link text-[13px]/[18px]" href="/dashboard/transactions">
                          All transactions
                        </Link>
                      )
                    }
                  >
                    <PaymentsTable payments={latest.data} filtered={false} short={isNew} />
                  </Card>
                  {!isNew && <FirstSteps steps={steps} />}
                  <Credentials apiKey={keys.data.find(({ expiresAt }) => expiresAt === null)} />
                </div>
              </>
            );
          }}
        </Load>
      </Page>
    </div>
  );
}
