import type { Tx } from '../../../platform/database/database.js';
import { statement } from '../../../platform/database/sql.js';
import { ApiError } from '../../../platform/errors/api-error.js';

const ENABLED = statement(
  'endpoints_enabled',
  'SELECT enabled FROM webhook_endpoints WHERE merchant_id = $1 AND id = $2 AND deleted_at IS NULL',
);

/** Throws if the endpoint does not exist or is disabled. */
export async function requireEnabled(tx: Tx, merchantId: string, endpointId: string): Promise<void> {
  const [endpoint] = await tx.query<{ enabled: boolean }>(ENABLED, [merchantId, endpointId]);
  if (!endpoint) throw new ApiError('endpoint_not_found', 'Webhook endpoint not found');
  if (!endpoint.enabled) throw new ApiError('endpoint_disabled', 'Webhook endpoint is disabled: enable it first');
}
