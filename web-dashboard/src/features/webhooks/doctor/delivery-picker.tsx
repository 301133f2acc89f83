import { momentOf } from '../../../lib/format';
import type { Delivery } from '../../../lib/types';

/** Chooses one of the latest deliveries, whose body, headers and secret then fill the form. A plain GET form. */
export function DeliveryPicker({
  deliveries,
  chosen,
  timeZone,
}: {
  deliveries: Delivery[];
  /** Also one that is not among the latest. */
  chosen: Delivery | undefined;
  timeZone: string;
}) {
  if (deliveries.length === 0) return null;
  const offered = chosen && !deliveries.some(({ id }) => id === chosen.id) ? [chosen, ...deliveries] : deliveries;
  return (
    <form action="/dashboard/webhooks/doctor" className="mb-4 flex flex-wrap items-end gap-2">
      <label className="grid min-w-0 grow gap-1">
        <span className="text-[13px]/[18px] font-medium">A delivery of yours</span>
        <select className="field w-full" name="delivery" defaultValue={chosen?.id ?? ''} key={chosen?.id}>
          {!chosen && <option value="">Choose one</option>}
          {offered.map(({ id, event, createdAt }) => (
            <option key={id} value={id}>
              {event}, {momentOf(createdAt, timeZone)}
            </option>
          ))}
        </select>
      </label>
      <button className="button">Use this delivery</button>
    </form>
  );
}
