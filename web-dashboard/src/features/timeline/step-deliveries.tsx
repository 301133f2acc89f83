import type { Delivery } from '../../lib/types';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import type { EndpointNames } from './steps';

/** The webhooks of a step on one line, which opens to each endpoint's result. */
export function StepDeliveries({ deliveries, endpoints }: { deliveries: Delivery[]; endpoints: EndpointNames }) {
  if (deliveries.length === 0) return null;
  const arrived = deliveries.filter(({ status }) => status === 'success').length;
  const isWhole = arrived === deliveries.length;
  return (
    <details className="mt-1 text-[13px]/[18px]">
      <summary className={`hover:text-accent ${isWhole ? 'text-ink-3' : 'text-wait'}`}>
        Webhooks: {arrived} of {deliveries.length} delivered
      </summary>
      <ul className="mt-1 grid gap-1">
        {deliveries.map(({ id, endpointId, status, attempts, responseCode }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 text-ink-3">
            <Link className="link min-w-0 wrap-anywhere" href={`/dashboard/webhooks/deliveries/${id}`}>
              {endpoints.get(endpointId) ?? 'Removed endpoint'}
            </Link>
            {status !== 'success' && <Status status={status} />}
            <span>
              {responseCode === null ? '' : `response ${responseCode}, `}
              {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
