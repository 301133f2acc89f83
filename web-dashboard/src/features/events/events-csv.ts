import type { Columns } from '../../lib/csv-export';
import type { GatewayEvent } from '../../lib/types';

export const EVENT_COLUMNS: Columns<GatewayEvent> = [
  ['id', (e) => e.id],
  ['event', (e) => e.event],
  ['object_id', (e) => e.objectId],
  ['created_at', (e) => e.createdAt],
];
