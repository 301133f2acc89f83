import type { Columns } from '../../../lib/csv-export';
import type { Delivery } from '../../../lib/types';

export const DELIVERY_COLUMNS: Columns<Delivery> = [
  ['id', (d) => d.id],
  ['event', (d) => d.event],
  ['event_id', (d) => d.eventId],
  ['endpoint_id', (d) => d.endpointId],
  ['status', (d) => d.status],
  ['attempts', (d) => d.attempts],
  ['response_code', (d) => d.responseCode],
  ['error', (d) => d.error],
  ['created_at', (d) => d.createdAt],
  ['last_attempt_at', (d) => d.lastAttemptAt],
  ['next_retry_at', (d) => d.nextRetryAt],
];
