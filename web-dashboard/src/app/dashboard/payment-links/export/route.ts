import { LINK_STATUSES } from '../../../../features/payment-links/link-status';
import { LINK_COLUMNS } from '../../../../features/payment-links/links-csv';
import { csvRoute } from '../../../../lib/csv-export';
import { oneOf } from '../../../../lib/search';

export const dynamic = 'force-dynamic';

/** The payment links of a state as CSV. */
export const GET = csvRoute('payment-links.csv', LINK_COLUMNS, ({ gateway }, search, options, limit) =>
  gateway.paymentLinks.list({ status: oneOf(search, 'status', LINK_STATUSES), limit }, options),
);
