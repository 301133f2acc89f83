import { randomInt } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { maskCardNumbers } from '@payment-gateway/sdk/card-text';
import { SYSTEM } from '../../../accounts/access/caller.js';
import { Clock } from '../../../platform/clock.js';
import { Config } from '../../../platform/config/config.module.js';
import { BatchedWrites } from '../../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { Meters } from '../../../platform/telemetry/meters.js';
import { traceIdOf } from '../../../platform/telemetry/trace-parent.js';
import { type Span, Tracer } from '../../../platform/telemetry/tracer.js';
import { withoutValues } from '../endpoints/endpoint-headers.js';
import { openHeaders, secretPlace } from '../endpoints/endpoint-secrets.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { LEASE, LEASE_NEXT, DUE, FORGET_ATTEMPTS, HAND_BACK, RECORD } from './deliveries.queries.js';
import { EndpointHttp } from './endpoint-http.js';
import { EndpointSlots, type SlotOutcome } from './endpoint-slots.js';
import type { DeliveryResponse } from './exchange.js';
import { askedDelay, nextDelay, type Schedules, schedulesOf } from './retry-schedule.js';
import { attemptHeaders } from './signature.js';

interface ClaimedDelivery {
  /** Of what was asked for: the delivery, or a slot. */
  id: string;
  merchantId: string;
  webhookId: string;
  endpointId: string;
  mode: 'test' | 'live';
  fence: number;
  attempts: number;
  eventId: string;
  event: string;
  objectId: string;
  payload: string;
  traceParent: string | null;
  requestId: string | null;
  takenOver: boolean;
  enabled: boolean;
  kind: 'url' | 'inbox';
  url: string | null;
  secret: string;
  previousSecret: string | null;
  headersCipher: string | null;
}

/** What an attempt leaves behind. `attempted` is false when no request was made. */
interface Result {
  status: 'success' | 'failed' | 'pending';
  retryMs?: number;
  headers?: Record<string, string>;
  response?: DeliveryResponse;
  error?: string;
}

interface Due {
  merchant_id: string;
  id: string;
  lease_ms: number;
}
type FreeSlot = Due & { endpoint_id: string };
type ResultRow = { id: string } & Record<string, unknown>;

/** Longer than an attempt may take: the delivery of a dead worker is taken over after it. */
const LEASE_MARGIN_MS = 5_000;
const SHUTDOWN_GRACE_MS = 8_000;
/** After that a lane is free for other endpoints; the sweeper hints what this one still has. */
const MAX_TURN_MS = 30_000;
const GONE = 410;
const JITTER_STEPS = 1_000;
/** Added to the delay of a hint, so that the row is due by the database's clock when its job runs. */
const WAKE_MARGIN_MS = 20;

/** Works deliveries off: claim, post, record. One slow endpoint holds its own slots and nobody else's. */
@Injectable()
export class DeliveriesService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(DeliveriesService.name);
  private readonly schedules: Schedules;
  private readonly slots = new EndpointSlots();
  private readonly claims: BatchedWrites<Due, ClaimedDelivery>;
  private readonly nextClaims: BatchedWrites<FreeSlot, ClaimedDelivery>;
  private readonly results: BatchedWrites<ResultRow, { id: string; hopeless: boolean }>;
  private slotsAsked = 0;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly http: EndpointHttp,
    private readonly endpoints: EndpointsService,
    private readonly queue: JobQueue,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly meters: Meters,
    private readonly tracer: Tracer,
    private readonly config: Config,
  ) {
    this.schedules = schedulesOf(config);
    this.claims = new BatchedWrites(database, LEASE);
    this.nextClaims = new BatchedWrites(database, LEASE_NEXT);
    this.results = new BatchedWrites(database, RECORD);
  }

  /** Attempts one due delivery, and then whatever else of the same endpoint was turned away meanwhile. */
  async work(merchantId: string, webhookId: string, endpointId: string): Promise<void> {
    const common = { merchant_id: merchantId, lease_ms: this.config.WEBHOOK_TIMEOUT + LEASE_MARGIN_MS };
    let claimed = () => this.claims.write({ ...common, id: webhookId });
    const endsAt = performance.now() + MAX_TURN_MS;
    for (let more = true; more && !this.stopping && performance.now() < endsAt;) {
      const release = this.slots.tryAcquire(endpointId);
      if (!release) return;
      let outcome: SlotOutcome = 'nothing_due';
      try {
        const delivery = await claimed();
        if (delivery) outcome = await this.deliver(delivery);
      } finally {
        more = release(outcome);
      }
      claimed = () => this.nextClaims.write({ ...common, endpoint_id: endpointId, id: String(this.slotsAsked++) });
    }
  }

  /** Deliveries that have been due for `graceMs`: those whose hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string; endpointId: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }

  /** Removes attempts older than this, a batch of them; tells how many. */
  async forgetAttempts(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET_ATTEMPTS, [olderThanMs, limit])).length;
  }

  private deliver(delivery: ClaimedDelivery): Promise<SlotOutcome> {
    if (delivery.takenOver) {
      this.meters.tookOver('webhooks');
      this.logger.warn('delivery taken over: its worker died or stalled', factsOf(delivery));
    }
    const { traceParent: parent, webhookId, eventId, event, attempts } = delivery;
    const attributes = {
      'gateway.webhook_id': webhookId,
      'gateway.event_id': eventId,
      'gateway.event': event,
      'gateway.attempt': attempts,
    };
    return this.tracer.span('webhook deliver', { kind: 'producer', parent, attributes }, (span) =>
      this.attempt(delivery, span),
    );
  }

  private async attempt(delivery: ClaimedDelivery, span: Span): Promise<SlotOutcome> {
    const schedule = this.schedules[delivery.mode];
    if (!delivery.enabled) return this.record(delivery, { status: 'failed', error: 'endpoint_disabled' });
    // The worker of the last attempt died in it: there is none left to take over with.
    if (delivery.attempts > schedule.length) return this.record(delivery, { status: 'failed', error: 'worker_lost' });
    const { merchantId, endpointId, url, payload: body, headersCipher } = delivery;
    const added = openHeaders(this.secrets, merchantId, endpointId, headersCipher);
    const own = this.headersOf(delivery);
    const headers = { ...withoutValues(added), ...own };
    if (url === null) return this.record(delivery, { status: 'success', headers });
    const response = await this.http.send({ endpointId, url, headers: { ...added, ...own }, body });
    span.set({ 'http.response.status_code': response.responseCode, 'gateway.error': response.error });
    if (response.error === 'shutting_down' && !response.sent) {
      await this.database.query(HAND_BACK, [delivery.merchantId, delivery.webhookId, delivery.fence]);
      return 'answered';
    }
    return this.record(delivery, { headers, response, ...this.judge(delivery, response) });
  }

  private judge({ mode, attempts }: ClaimedDelivery, { responseCode, retryAfter, error }: DeliveryResponse) {
    // The receiver has handled the event, also if the rest of its response was cut, late or malformed.
    if (responseCode !== null && responseCode >= 200 && responseCode < 300) return { status: 'success' } as const;
    if (responseCode === GONE) return { status: 'failed', error: 'endpoint_gone' } as const;
    const retryAfterSeconds = askedDelay(responseCode, retryAfter, this.clock.now());
    const jitter = this.isExact(mode) ? 0 : randomInt(JITTER_STEPS + 1) / JITTER_STEPS;
    const retryMs = nextDelay({ schedule: this.schedules[mode], attempts, retryAfterSeconds, jitter });
    const why = error ?? 'unsuccessful_response';
    return retryMs === null
      ? ({ status: 'failed', error: why } as const)
      : ({ status: 'pending', retryMs, error: why } as const);
  }

  private async record(delivery: ClaimedDelivery, result: Result): Promise<SlotOutcome> {
    const { merchantId, webhookId: id, fence, endpointId } = delivery;
    const { headers, response } = result;
    this.tell(delivery, result);
    const row = {
      merchant_id: merchantId,
      id,
      fence,
      status: result.status,
      retry_ms: result.retryMs,
      response_code: response?.responseCode,
      error: result.error,
      attempted: headers !== undefined,
      answered: result.status === 'success',
      request_headers: headers ?? {},
      response_body: response?.responseBody && maskCardNumbers(response.responseBody),
      duration_ms: response?.durationMs ?? 0,
    };
    const recorded = await this.results.write(row);
    const gone = response?.responseCode === GONE;
    if (gone || recorded?.hopeless) {
      await this.endpoints.disable(merchantId, endpointId, delivery.url, gone ? 'gone' : 'failing', SYSTEM);
    }
    if (recorded && result.retryMs !== undefined && this.isExact(delivery.mode)) {
      const data = { merchantId, webhookId: id, endpointId };
      this.queue.hint({ queue: 'webhooks', data, delayMs: result.retryMs + WAKE_MARGIN_MS });
    }
    return response?.error === 'timeout' ? 'timed_out' : 'answered';
  }

  /** The short schedule of tests is kept to the moment: no jitter, and a hint besides what the sweeper finds later. */
  private isExact(mode: ClaimedDelivery['mode']): boolean {
    return mode === 'test' && this.config.WEBHOOK_RETRY_INTERVALS_TEST;
  }

  private tell(delivery: ClaimedDelivery, { status, response, error, headers }: Result): void {
    const told = { attempt: delivery.attempts, response_code: response?.responseCode, error, ...factsOf(delivery) };
    if (headers) this.meters.deliveries.inc({ outcome: status === 'pending' ? 'retry' : status });
    if (response) this.meters.deliveryDurations.observe(response.durationMs / 1000);
    if (status === 'success') this.logger.debug('webhook delivered', told);
    else this.logger.log(status === 'failed' ? 'webhook given up' : 'webhook to be sent again', told);
  }

  private headersOf({ merchantId, endpointId, eventId, payload, secret, previousSecret }: ClaimedDelivery) {
    const place = secretPlace(merchantId, endpointId);
    return attemptHeaders({
      eventId,
      body: payload,
      timestampSeconds: Math.floor(this.clock.now().getTime() / 1000),
      secret: this.secrets.open(secret, place),
      previousSecret: previousSecret && this.secrets.open(previousSecret, place),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.http.close(SHUTDOWN_GRACE_MS);
  }
}

/** What every line about a delivery says; `object_id` is the payment, refund, order or endpoint it tells of. */
function factsOf(delivery: ClaimedDelivery) {
  const { webhookId, eventId, event, objectId, endpointId, merchantId, requestId, traceParent } = delivery;
  return {
    webhook_id: webhookId,
    event_id: eventId,
    event,
    object_id: objectId,
    endpoint_id: endpointId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}
