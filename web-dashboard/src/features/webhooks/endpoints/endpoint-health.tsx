import { countOf, percentOf } from '../../../lib/format';
import { testId } from '../../../lib/test-ids';
import type { Delivery, Endpoint } from '../../../lib/types';
import { Banner } from '../../../ui/banner';
import { Card } from '../../../ui/card';
import { Moment } from '../../../ui/time';
import { DISABLED_REASONS } from './endpoint-words';

const FILLS: Readonly<Record<Delivery['status'], string>> = {
  success: 'var(--good)',
  pending: 'var(--wait)',
  failed: 'var(--bad)',
};
const GAP = 0.25;

/** How the latest deliveries went: the share that arrived, and one bar for each, the newest at the right. */
export function EndpointHealth({ endpoint, deliveries }: { endpoint: Endpoint; deliveries: Delivery[] }) {
  const counted = (status: Delivery['status']) => deliveries.filter((one) => one.status === status).length;
  const [arrived, waiting, failed] = [counted('success'), counted('pending'), counted('failed')];
  const atOnce = deliveries.filter(({ status, attempts }) => status === 'success' && attempts === 1).length;
  const share = arrived + failed === 0 ? null : arrived / (arrived + failed);
  const oldestFirst = [...deliveries].reverse();
  return (
    <>
      {endpoint.disabledReason && (
        <Banner
          tone="bad"
          title={DISABLED_REASONS[endpoint.disabledReason]}
          text="It receives nothing until you enable it in its settings."
        />
      )}
      {endpoint.enabled && endpoint.failingSince && (
        <Banner
          tone="wait"
          title="Every attempt fails at present,"
          text={
            <>
              since <Moment at={endpoint.failingSince} />. After five days the endpoint is switched off.
            </>
          }
        />
      )}
      <Card title="Health">
        {deliveries.length === 0 ? (
          <p className="text-ink-2">Nothing was sent to it yet. Send a test event.</p>
        ) : (
          <div {...testId('endpoint-health')}>
            <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
              <Figure name={`Of the last ${countOf(deliveries.length)}`} value={`${percentOf(share)} arrived`} />
              <Figure name="At the first attempt" value={countOf(atOnce)} />
              <Figure name="Waiting" value={countOf(waiting)} />
              <Figure name="Not delivered" value={countOf(failed)} />
            </dl>
            <svg
              viewBox={`0 0 ${deliveries.length} 10`}
              preserveAspectRatio="none"
              className="mt-4 h-8 w-full"
              role="img"
              aria-label={`The last ${deliveries.length} deliveries: ${arrived} arrived, ${waiting} wait, ${failed} failed`}
            >
              {oldestFirst.map(({ id, status, event }, index) => (
                <rect key={id} x={index + GAP / 2} width={1 - GAP} height="10" fill={FILLS[status]}>
                  <title>{`${event}: ${status}`}</title>
                </rect>
              ))}
            </svg>
            <p className="mt-1 flex justify-between text-[12px]/[16px] text-ink-3">
              <span>Oldest</span>
              <span>Newest</span>
            </p>
          </div>
        )}
      </Card>
    </>
  );
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt className="text-[13px]/[18px] text-ink-2">{name}</dt>
    <dd className="mt-0.5 text-[16px]/[24px] font-semibold tabular-nums">{value}</dd>
  </div>
);
