import { countOf } from '../../../lib/format';
import type { Look } from '../../../lib/states';
import type { Endpoint, EndpointHealth } from '../../../lib/types';

export const DISABLED_REASONS: Readonly<Record<NonNullable<Endpoint['disabledReason']>, string>> = {
  requested: 'It was switched off manually.',
  gone: 'It responded 410 Gone.',
  failing: 'Every attempt failed for five days.',
};

/** A smaller share of successful attempts is shown as a fault. */
const HEALTHY_SHARE = 0.95;

/** With successes before, an endpoint counts as failing only after failures for so long. */
const FAILING_MS = 3_600_000;

const failedOf = ({ attempts, succeeded }: Pick<EndpointHealth, 'attempts' | 'succeeded'>) =>
  `${countOf(attempts - succeeded)} of ${countOf(attempts)} attempts failed`;

/** Whether an endpoint receives what is sent to it. */
export function healthOf(
  { enabled, failingSince }: Pick<Endpoint, 'enabled' | 'failingSince'>,
  health: Pick<EndpointHealth, 'attempts' | 'succeeded' | 'lastAttemptAt'> | undefined,
  now = Date.now(),
): Look & { value: string } {
  if (!enabled) return { words: 'Off', tone: 'plain', value: 'disabled' };
  const hasSucceeded = health !== undefined && health.succeeded > 0;
  if (failingSince && (!hasSucceeded || now - Date.parse(failingSince) > FAILING_MS))
    return { words: 'Failing', tone: 'bad', value: 'failing' };
  if (!health?.lastAttemptAt) return { words: 'Nothing sent yet', tone: 'plain', value: 'unused' };
  const isHealthy = health.succeeded >= health.attempts * HEALTHY_SHARE;
  return isHealthy
    ? { words: 'Healthy', tone: 'good', value: 'healthy' }
    : { words: failedOf(health), tone: 'wait', value: 'unsteady' };
}
