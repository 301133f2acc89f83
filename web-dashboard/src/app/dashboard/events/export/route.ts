import { EVENT_TYPES } from '../../../../features/events/event-types';
import { EVENT_COLUMNS } from '../../../../features/events/events-csv';
import { csvRoute } from '../../../../lib/csv-export';
import { one, oneOf } from '../../../../lib/search';

export const dynamic = 'force-dynamic';

/** The filtered events as CSV, without their payloads. */
export const GET = csvRoute('events.csv', EVENT_COLUMNS, ({ gateway }, search, options, limit) =>
  gateway.events.list({ q: one(search, 'q'), type: oneOf(search, 'type', EVENT_TYPES), limit }, options),
);
