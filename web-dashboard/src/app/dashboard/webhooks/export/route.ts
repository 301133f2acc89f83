import { DELIVERY_COLUMNS } from '../../../../features/webhooks/deliveries/deliveries-csv';
import { deliveryFilters } from '../../../../features/webhooks/deliveries/delivery-filters';
import { csvRoute } from '../../../../lib/csv-export';

export const dynamic = 'force-dynamic';

/** The filtered deliveries as CSV, without bodies. */
export const GET = csvRoute('deliveries.csv', DELIVERY_COLUMNS, ({ gateway }, search, options, limit) =>
  gateway.webhookLogs.list({ ...deliveryFilters(search), limit }, options),
);
