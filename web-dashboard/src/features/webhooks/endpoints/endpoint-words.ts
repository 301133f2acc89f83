import type { Look } from '../../../lib/states';
import type { Endpoint } from '../../../lib/types';

export const DISABLED_REASONS: Readonly<Record<NonNullable<Endpoint['disabledReason']>, string>> = {
  requested: 'It was switched off manually.',
  gone: 'It responded 410 Gone.',
  failing: 'Every attempt failed for five days.',
};

/** Whether an endpoint receives webhooks. */
export function healthOf({
  enabled,
  failingSince,
}: Pick<Endpoint, 'enabled' | 'failingSince'>): Look & { value: string } {
  if (!enabled) return { words: 'Off', tone: 'bad', value: 'disabled' };
  if (failingSince) return { words: 'Failing', tone: 'wait', value: 'failing' };
  return { words: 'Enabled', tone: 'good', value: 'enabled' };
}
