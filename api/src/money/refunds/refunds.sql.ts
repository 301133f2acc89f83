import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statusAndStage } from '../payments/payments.sql.js';

/** A refund as responses, events and replays show it. */
export const refundJson = (r: string) =>
  jsonObject(
    [
      columns(r, 'id', 'payment_id', 'order_id', 'mode', 'version', 'amount', 'currency', 'reason'),
      statusAndStage(r),
      columns(r, 'error_code', 'error_reason', 'error_description', 'connector', 'connector_reference'),
      iso(`${r}.created_at`),
      iso(`${r}.updated_at`),
      iso(`${r}.processed_at`),
    ].join(', '),
  );
