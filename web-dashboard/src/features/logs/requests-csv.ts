import type { PaymentGateway } from '@payment-gateway/sdk';
import type { Columns } from '../../lib/csv-export';

type Entry = Awaited<ReturnType<PaymentGateway['requestLogs']['list']>>['data'][number];

export const REQUEST_COLUMNS: Columns<Entry> = [
  ['id', (r) => r.id],
  ['request_id', (r) => r.requestId],
  ['created_at', (r) => r.createdAt],
  ['method', (r) => r.method],
  ['path', (r) => r.path],
  ['status', (r) => r.status],
  ['duration_ms', (r) => r.durationMs],
  ['api_key', (r) => r.apiKey],
];
