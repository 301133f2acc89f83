'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { useLocale } from '../../../lib/acting-for';
import { momentOf } from '../../../lib/format';
import type { Delivery } from '../../../lib/types';

const PATH = '/dashboard/webhooks/doctor';

/**
 * One of the latest deliveries, whose body, headers and secret fill the form as soon as it is chosen. Without scripts it
 * is a form with a button.
 */
export function DeliveryPicker({
  deliveries,
  chosen,
  isMissing,
  timeZone,
}: {
  deliveries: Delivery[];
  /** Also one that is not among the latest. */
  chosen: Delivery | undefined;
  /** The form was sent without a choice. */
  isMissing: boolean;
  timeZone: string;
}) {
  const router = useRouter();
  const [isLoading, load] = useTransition();
  const locale = useLocale();
  const offered = chosen && !deliveries.some(({ id }) => id === chosen.id) ? [chosen, ...deliveries] : deliveries;
  const [wanted, setWanted] = useState('');
  const choose = (id: string) => {
    setWanted(id);
    load(() => router.replace(id ? `${PATH}?delivery=${id}` : PATH, { scroll: false }));
  };
  return (
    <form action={PATH} className="card flex min-w-0 flex-wrap items-end gap-2 p-4 lg:col-start-2">
      <label className="grid min-w-0 grow gap-1">
        <span className="text-[13px]/[18px] font-medium">A delivery of yours</span>
        <select
          className="field w-full"
          name="delivery"
          value={isLoading ? wanted : (chosen?.id ?? '')}
          aria-describedby="picker-hint"
          aria-busy={isLoading}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">None: I paste what my code received</option>
          {offered.map(({ id, event, createdAt }) => (
            <option key={id} value={id}>
              {event}, {momentOf(createdAt, timeZone, locale)}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button className="button">Use this delivery</button>
      </noscript>
      <p
        id="picker-hint"
        role="status"
        className={`w-full text-[13px]/[18px] ${isMissing ? 'text-bad' : 'text-ink-3'}`}
      >
        {hintOf({ isLoading, isMissing, hasAny: offered.length > 0 })}
      </p>
    </form>
  );
}

function hintOf({ isLoading, isMissing, hasAny }: { isLoading: boolean; isMissing: boolean; hasAny: boolean }) {
  if (isLoading) return 'Loading the delivery…';
  if (!hasAny)
    return 'There are none yet. Send a test event from an endpoint’s page, or paste what your code received.';
  if (isMissing) return 'No delivery is chosen: choose one here, or paste what your code received.';
  return 'Fills in the body, the headers and the secret of the last attempt.';
}
