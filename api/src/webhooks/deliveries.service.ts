import { randomInt } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { SYSTEM } from '../access/caller.js';
import { Clock } from '../common/clock.js';
import { SecretBox } from '../common/secret-box.js';
import { Config } from '../config/config.module.js';
import { Database, type Tx } from '../database/database.js';
import { CLAIM, CLAIM_NEXT, DUE, HAND_BACK, RECORD } from './deliveries.queries.js';
import { EndpointHttp } from './endpoint-http.js';
import { EndpointSlots, type SlotOutcome } from './endpoint-slots.js';
import { EndpointsService } from './endpoints.service.js';
import { secretContext } from './endpoint-secrets.js';
import type { DeliveryResponse } from './exchange.js';
import { askedDelay, nextDelay, type Schedules, schedulesOf } from './retry-schedule.js';
import { attemptHeaders } from './signature.js';

interface ClaimedDelivery {
  merchantId: string;
  id: string;
  endpointId: string;
  mode: 'test' | 'live';
  fence: number;
  attempts: number;
  eventId: string;
  payload: string;
  enabled: boolean;
  kind: 'url' | 'inbox';
  url: string | null;
  secret: string;
  previousSecret: string | null;
}

/** What an attempt leaves behind. `attempted` is false when no request was made. */
interface Result {
  status: 'success' | 'failed' | 'pending';
  retryMs?: number;
  headers?: Record<string, string>;
  response?: DeliveryResponse;
  error?: string;
}

/** Longer than an attempt may take: the delivery of a dead worker is taken over after it. */
const LEASE_MARGIN_MS = 5_000;
const SHUTDOWN_GRACE_MS = 8_000;
const GONE = 410;
const JITTER_STEPS = 1_000;

/** Works deliveries off: claim, post, record. One slow endpoint holds its own slots and nobody else's. */
@Injectable()
export class DeliveriesService implements BeforeApplicationShutdown {
  private readonly schedules: Schedules;
  private readonly slots = new EndpointSlots();
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly http: EndpointHttp,
    private readonly endpoints: EndpointsService,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.schedules = schedulesOf(config);
  }

  /** Attempts one due delivery, and then whatever else of the same endpoint was turned away meanwhile. */
  async work(merchantId: string, webhookId: string, endpointId: string): Promise<void> {
    let claimed = () => this.claim(CLAIM, merchantId, webhookId);
    for (let more = true; more && !this.stopping;) {
      const release = this.slots.tryAcquire(endpointId);
      if (!release) return;
      let outcome: SlotOutcome = 'nothing_due';
      try {
        const delivery = await claimed();
        if (delivery) outcome = await this.attempt(delivery);
      } finally {
        more = release(outcome);
      }
      claimed = () => this.claim(CLAIM_NEXT, merchantId, endpointId);
    }
  }

  /** Deliveries that have been due for `graceMs`: those whose hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string; endpointId: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }

  private async claim(statement: typeof CLAIM, merchantId: string, id: string): Promise<ClaimedDelivery | undefined> {
    const leaseMs = this.config.WEBHOOK_TIMEOUT + LEASE_MARGIN_MS;
    const [delivery] = await this.database.query<ClaimedDelivery>(statement, [merchantId, id, leaseMs]);
    return delivery;
  }

  private async attempt(delivery: ClaimedDelivery): Promise<SlotOutcome> {
    const schedule = this.schedules[delivery.mode];
    if (!delivery.enabled) return this.record(delivery, { status: 'failed', error: 'endpoint_disabled' });
    // The worker of the last attempt died in it: there is none left to take over with.
    if (delivery.attempts > schedule.length) return this.record(delivery, { status: 'failed', error: 'worker_lost' });
    const headers = this.headersOf(delivery);
    if (delivery.url === null) return this.record(delivery, { status: 'success', headers });
    const { endpointId, url, payload: body } = delivery;
    const response = await this.http.send({ endpointId, url, headers, body });
    if (response.error === 'shutting_down') {
      await this.database.query(HAND_BACK, [delivery.merchantId, delivery.id, delivery.fence]);
      return 'answered';
    }
    return this.record(delivery, { headers, response, ...this.judge(delivery, response) });
  }

  private judge({ mode, attempts }: ClaimedDelivery, { responseCode, retryAfter, error }: DeliveryResponse) {
    if (error === null && responseCode !== null && responseCode >= 200 && responseCode < 300)
      return { status: 'success' } as const;
    if (responseCode === GONE) return { status: 'failed', error: 'endpoint_gone' } as const;
    const retryAfterSeconds = askedDelay(responseCode, retryAfter, this.clock.now());
    const jitter = randomInt(JITTER_STEPS + 1) / JITTER_STEPS;
    const retryMs = nextDelay({ schedule: this.schedules[mode], attempts, retryAfterSeconds, jitter });
    const why = error ?? 'unsuccessful_response';
    return retryMs === null
      ? ({ status: 'failed', error: why } as const)
      : ({ status: 'pending', retryMs, error: why } as const);
  }

  private async record(delivery: ClaimedDelivery, result: Result): Promise<SlotOutcome> {
    const { merchantId, id, fence, endpointId } = delivery;
    const { headers, response } = result;
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
      response_body: response?.responseBody,
      duration_ms: response?.durationMs ?? 0,
    };
    const [recorded] = await this.database.query<{ hopeless: boolean }>(RECORD, [JSON.stringify(row)]);
    const gone = response?.responseCode === GONE;
    if (gone || recorded?.hopeless) {
      await this.endpoints.disable(merchantId, endpointId, gone ? 'gone' : 'failing', SYSTEM);
    }
    return response?.error === 'timeout' ? 'timed_out' : 'answered';
  }

  private headersOf({ merchantId, endpointId, eventId, payload, secret, previousSecret }: ClaimedDelivery) {
    const context = secretContext(merchantId, endpointId);
    return attemptHeaders({
      eventId,
      body: payload,
      timestampSeconds: Math.floor(this.clock.now().getTime() / 1000),
      secret: this.secrets.open(secret, context),
      previousSecret: previousSecret && this.secrets.open(previousSecret, context),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.http.close(SHUTDOWN_GRACE_MS);
  }
}
