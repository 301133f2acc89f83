import { EVENT_TYPES } from '../../events/event-types';
import { Tick } from '../../../ui/tick';

/** The event types of an endpoint; null means all. */
export function EventChoice({ events, disabled = false }: { events: readonly string[] | null; disabled?: boolean }) {
  return (
    <details>
      <summary className="text-[13px]/[18px] font-medium">
        Events: {events === null ? 'all, including future types' : events.join(', ')}
      </summary>
      <fieldset disabled={disabled} className="mt-2 grid gap-1 sm:grid-cols-2">
        <legend className="sr-only">Events</legend>
        {EVENT_TYPES.map((type) => (
          <label key={type} className="flex min-h-8 items-center gap-2 text-[13px]/[18px]">
            <Tick type="checkbox" name="events" value={type} defaultChecked={events?.includes(type) ?? true} />
            {type}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
