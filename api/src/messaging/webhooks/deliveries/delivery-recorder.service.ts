import { Injectable, Logger } from '@nestjs/common';
import { maskCardNumbers } from '@payment-gateway/sdk/card-text';
import { BatchedWrites } from '../../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Meters } from '../../../platform/telemetry/meters.js';
import { FORGET_ATTEMPTS, RECORD } from './deliveries.queries.js';
import { type AttemptResult, deliveryFacts, type LeasedDelivery } from './delivery.js';

type ResultRow = { id: string } & Record<string, unknown>;

export interface RecordedAttempt {
  id: string;
  /** The endpoint has failed for so long that it is to be disabled. */
  shouldDisable: boolean;
}

/** Writes the result of an attempt under the delivery's fence. */
@Injectable()
export class DeliveryRecorder {
  private readonly logger = new Logger(DeliveryRecorder.name);
  private readonly results: BatchedWrites<ResultRow, RecordedAttempt>;

  constructor(
    database: Database,
    private readonly meters: Meters,
  ) {
    this.results = new BatchedWrites(database, RECORD);
  }

  /** Undefined if the lease was lost. */
  record(delivery: LeasedDelivery, result: AttemptResult): Promise<RecordedAttempt | undefined> {
    this.report(delivery, result);
    const { headers, response } = result;
    return this.results.write({
      merchant_id: delivery.merchantId,
      id: delivery.deliveryId,
      fence: delivery.fence,
      status: result.status,
      retry_ms: result.retryMs,
      response_code: response?.responseCode,
      error: result.error,
      attempted: headers !== undefined,
      succeeded: result.status === 'success',
      request_headers: headers ?? {},
      response_body: response?.responseBody && maskCardNumbers(response.responseBody),
      duration_ms: response?.durationMs ?? 0,
    });
  }

  /** Deletes a batch of attempts that are older than this. Returns how many. */
  async forgetAttempts(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_ATTEMPTS, [olderThanMs, limit])).length;
  }

  private report(delivery: LeasedDelivery, { status, response, error, headers }: AttemptResult): void {
    const { attempts: attempt } = delivery;
    const facts = { attempt, response_code: response?.responseCode, error, ...deliveryFacts(delivery) };
    if (headers) this.meters.deliveries.inc({ outcome: status === 'pending' ? 'retry' : status });
    if (response) this.meters.deliveryDurations.observe(response.durationMs / 1000);
    if (status === 'success') this.logger.debug('webhook delivered', facts);
    else this.logger.log(status === 'failed' ? 'webhook given up' : 'webhook to be sent again', facts);
  }
}
