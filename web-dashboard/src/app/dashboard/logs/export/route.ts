import { requestFilters } from '../../../../features/logs/request-filters';
import { REQUEST_COLUMNS } from '../../../../features/logs/requests-csv';
import { csvRoute } from '../../../../lib/csv-export';

export const dynamic = 'force-dynamic';

/** The filtered requests as CSV, without bodies. */
export const GET = csvRoute('requests.csv', REQUEST_COLUMNS, ({ gateway }, search, options, limit) =>
  gateway.requestLogs.list({ ...requestFilters(search), limit }, options),
);
