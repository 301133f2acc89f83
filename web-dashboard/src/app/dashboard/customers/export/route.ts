import { CUSTOMER_COLUMNS } from '../../../../features/customers/customers-csv';
import { csvRoute } from '../../../../lib/csv-export';
import { one } from '../../../../lib/search';

export const dynamic = 'force-dynamic';

/** The customers that were searched for as CSV. */
export const GET = csvRoute('customers.csv', CUSTOMER_COLUMNS, ({ gateway }, search, options, limit) =>
  gateway.customers.list({ q: one(search, 'q'), limit }, options),
);
