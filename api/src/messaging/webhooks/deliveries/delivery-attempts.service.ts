import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock.js';
import { Config } from '../../../platform/config/config.module.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { withoutValues } from '../endpoints/endpoint-headers.js';
import { openHeaders, secretPlace } from '../endpoints/endpoint-secrets.js';
import { BodyFormats } from './body-formats.js';
import type { AttemptResult, LeasedDelivery } from './delivery.js';
import { EndpointHttp } from './endpoint-http.js';
import type { DeliveryResponse } from './exchange.js';
import { nextDelay, retryAfterSecondsOf, type Schedules, schedulesOf } from './retry-schedule.js';
import { attemptHeaders, type SignatureInput } from './signature.js';

export const GONE = 410;
const JITTER_STEPS = 1_000;

/** Makes one attempt of a leased delivery. Touches no row. */
@Injectable()
export class DeliveryAttempts {
  private readonly schedules: Schedules;

  constructor(
    private readonly http: EndpointHttp,
    private readonly secrets: SecretBox,
    private readonly formats: BodyFormats,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.schedules = schedulesOf(config);
  }

  /** Null if the worker stopped before anything was sent. */
  async attempt(delivery: LeasedDelivery): Promise<AttemptResult | null> {
    if (!delivery.enabled) return { status: 'failed', error: 'endpoint_disabled' };
    // The worker of the last attempt died during it, and the schedule has no attempt left.
    if (delivery.attempts > this.schedules[delivery.mode].length) return { status: 'failed', error: 'worker_lost' };
    const { merchantId, endpointId, url, payload, headersCipher } = delivery;
    const format = this.formats.of(delivery.format);
    const body = format?.render(payload) ?? payload;
    const added = openHeaders(this.secrets, merchantId, endpointId, headersCipher);
    const own = (format?.headers ?? attemptHeaders)(this.signatureInput(delivery, body));
    const headers = { ...withoutValues(added), ...own };
    if (url === null) return { status: 'success', headers };
    const response = await this.http.send({ endpointId, url, headers: { ...added, ...own }, body });
    if (response.error === 'shutting_down' && !response.sent) return null;
    return { headers, response, ...this.outcomeOf(delivery, response) };
  }

  /** The short schedule of tests is kept exactly: no jitter, and a hint for each retry. */
  isExact(mode: LeasedDelivery['mode']): boolean {
    return mode === 'test' && this.config.WEBHOOK_RETRY_INTERVALS_TEST;
  }

  /** Lets running attempts finish for `graceMs`. Later attempts return null. */
  close(graceMs: number): Promise<void> {
    return this.http.close(graceMs);
  }

  private outcomeOf({ mode, attempts }: LeasedDelivery, response: DeliveryResponse): AttemptResult {
    const { responseCode, retryAfter, error } = response;
    // A 2xx counts even if the rest of the response is cut, late or malformed: the receiver has handled the event.
    if (responseCode !== null && responseCode >= 200 && responseCode < 300) return { status: 'success' };
    if (responseCode === GONE) return { status: 'failed', error: 'endpoint_gone' };
    const retryAfterSeconds = retryAfterSecondsOf(responseCode, retryAfter, this.clock.now());
    const jitter = this.isExact(mode) ? 0 : randomInt(JITTER_STEPS + 1) / JITTER_STEPS;
    const retryMs = nextDelay({ schedule: this.schedules[mode], attempts, retryAfterSeconds, jitter });
    const reason = error ?? 'unsuccessful_response';
    return retryMs === null ? { status: 'failed', error: reason } : { status: 'pending', retryMs, error: reason };
  }

  private signatureInput(
    { merchantId, endpointId, eventId, secret, previousSecret }: LeasedDelivery,
    body: string,
  ): SignatureInput {
    const place = secretPlace(merchantId, endpointId);
    return {
      eventId,
      body,
      timestampSeconds: Math.floor(this.clock.now().getTime() / 1000),
      secret: this.secrets.open(secret, place),
      previousSecret: previousSecret && this.secrets.open(previousSecret, place),
    };
  }
}
