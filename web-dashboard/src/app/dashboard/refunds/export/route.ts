import { refundFilters } from '../../../../features/refunds/refund-status';
import { REFUND_COLUMNS } from '../../../../features/refunds/refunds-csv';
import { csvRoute } from '../../../../lib/csv-export';

export const dynamic = 'force-dynamic';

/** The filtered refunds as CSV. */
export const GET = csvRoute('refunds.csv', REFUND_COLUMNS, ({ gateway, merchant }, search, options, limit) =>
  gateway.refunds.list({ ...refundFilters(search, merchant.timeZone), limit }, options),
);
