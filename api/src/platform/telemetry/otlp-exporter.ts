import type { OtlpSpan } from './otlp-span.js';

export interface OtlpOptions {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; spans are posted to its path `/v1/traces`. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  warn: (message: string) => void;
}

const SEND_INTERVAL_MS = 1_000;
const TIMEOUT_MS = 5_000;
const MAX_BUFFERED = 8_192;
const MAX_PER_POST = 512;
const WARN_INTERVAL_MS = 60_000;

/**
 * Posts finished spans in the background, in batches. An unavailable or slow collector never delays payments: spans that
 * exceed the buffer, or that the collector rejects, are dropped.
 */
export class OtlpExporter {
  private buffered: OtlpSpan[] = [];
  private dropped = 0;
  private warnedAt = -WARN_INTERVAL_MS;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();
  private readonly url: string;

  constructor(private readonly options: OtlpOptions) {
    this.url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`;
  }

  add(span: OtlpSpan): void {
    if (this.buffered.length < MAX_BUFFERED) this.buffered.push(span);
    else this.dropped++;
    this.timer ??= setTimeout(() => {
      this.sending = this.flush().finally(() => (this.timer = undefined));
    }, SEND_INTERVAL_MS).unref();
  }

  private async flush(): Promise<void> {
    while (this.buffered.length > 0) {
      const batch = this.buffered.splice(0, MAX_PER_POST);
      const fault = await this.post(batch);
      if (fault === null) continue;
      this.dropped += batch.length + this.buffered.splice(0).length;
      this.warnOfLoss(fault);
    }
  }

  /** Null if the collector accepted them, else the reason. */
  private async post(spans: OtlpSpan[]): Promise<string | null> {
    const { headers, serviceName } = this.options;
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: serviceName } }] };
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'payment-gateway' }, spans }] }],
    });
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.arrayBuffer();
      return response.ok ? null : `status ${response.status}`;
    } catch (error) {
      return String((error as { cause?: Error }).cause ?? error);
    }
  }

  private warnOfLoss(fault: string): void {
    const now = performance.now();
    if (now - this.warnedAt < WARN_INTERVAL_MS) return;
    this.warnedAt = now;
    this.options.warn(`${this.dropped} spans did not reach the trace collector: ${fault}`);
    this.dropped = 0;
  }

  /** Sends the remaining spans; the timeout of each post bounds it. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.sending;
    await this.flush();
  }
}
