import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { SYSTEM } from '../../../accounts/access/caller.js';
import type { Tx } from '../../../platform/database/database.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import { Meters } from '../../../platform/telemetry/meters.js';
import { Tracer } from '../../../platform/telemetry/tracer.js';
import { EndpointDisabling } from '../endpoints/endpoint-disabling.service.js';
import { DeliveryAttempts, GONE } from './delivery-attempts.service.js';
import { DeliveryLeases } from './delivery-leases.service.js';
import { DeliveryRecorder } from './delivery-recorder.service.js';
import { type AttemptResult, deliveryFacts, type LeasedDelivery } from './delivery.js';
import type { SlotOutcome } from './endpoint-slots.js';

const SHUTDOWN_GRACE_MS = 8_000;
/** Added to the delay of a hint, so that the row is due by the database's clock when the job runs. */
const HINT_MARGIN_MS = 20;

/** Attempts leased deliveries and records the results. */
@Injectable()
export class DeliveriesService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveriesService.name);

  constructor(
    private readonly leases: DeliveryLeases,
    private readonly attempts: DeliveryAttempts,
    private readonly recorder: DeliveryRecorder,
    private readonly disabling: EndpointDisabling,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
  ) {}

  /** Makes one attempt and records it, under the delivery's fence. */
  deliver(delivery: LeasedDelivery): Promise<SlotOutcome> {
    if (delivery.takenOver) {
      this.meters.tookOver('webhooks');
      this.logger.warn('delivery taken over: its worker died or stalled', deliveryFacts(delivery));
    }
    const { traceParent: parent, deliveryId, eventId, event, attempts } = delivery;
    const attributes = {
      'gateway.webhook_id': deliveryId,
      'gateway.event_id': eventId,
      'gateway.event': event,
      'gateway.attempt': attempts,
    };
    return this.tracer.span('webhook deliver', { kind: 'producer', parent, attributes }, async (span) => {
      const result = await this.attempts.attempt(delivery);
      if (!result) {
        span.set({ 'gateway.error': 'shutting_down' });
        await this.leases.handBack(delivery);
        return 'finished';
      }
      const { response } = result;
      if (response) span.set({ 'http.response.status_code': response.responseCode, 'gateway.error': response.error });
      await this.record(delivery, result);
      return response?.error === 'timeout' ? 'timed_out' : 'finished';
    });
  }

  /** Deliveries that have been due for `graceMs`: their hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string; endpointId: string }[]> {
    return this.leases.due(tx, limit, graceMs);
  }

  /** Deletes a batch of attempts that are older than this. Returns how many. */
  forgetAttempts(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return this.recorder.forgetAttempts(tx, olderThanMs, limit);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.attempts.close(SHUTDOWN_GRACE_MS);
  }

  private async record(delivery: LeasedDelivery, result: AttemptResult): Promise<void> {
    const { merchantId, deliveryId, endpointId, mode, url } = delivery;
    const recorded = await this.recorder.record(delivery, result);
    const isGone = result.response?.responseCode === GONE;
    if (isGone || recorded?.shouldDisable) {
      await this.disabling.disable(merchantId, endpointId, url, isGone ? 'gone' : 'failing', SYSTEM);
    }
    if (recorded && result.retryMs !== undefined && this.attempts.isExact(mode)) {
      const data = { merchantId, deliveryId, endpointId };
      this.queue.hint({ queue: 'webhooks', data, delayMs: result.retryMs + HINT_MARGIN_MS });
    }
  }
}
