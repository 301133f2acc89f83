/** A finished span, in the names of OTLP's JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: OtlpAttribute[];
  status: { code: number; message?: string };
}
export interface OtlpAttribute {
  key: string;
  value: { stringValue: string } | { intValue: string } | { boolValue: boolean };
}

export interface OtlpOptions {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; spans go to its path `/v1/traces`. */
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  warn: (message: string) => void;
}

const SEND_EVERY_MS = 1_000;
const TIMEOUT_MS = 5_000;
const MOST_WAITING = 8_192;
const MOST_PER_POST = 512;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Posts finished spans, in the background and in batches. A collector that is away or slow costs spans, never payments:
 * what does not fit into the buffer, or was refused, is dropped.
 */
export class OtlpExporter {
  private waiting: OtlpSpan[] = [];
  private dropped = 0;
  private complainedAt = -COMPLAIN_EVERY_MS;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> = Promise.resolve();
  private readonly url: string;

  constructor(private readonly options: OtlpOptions) {
    this.url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`;
  }

  add(span: OtlpSpan): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(span);
    else this.dropped++;
    this.timer ??= setTimeout(() => {
      this.sending = this.flush().finally(() => (this.timer = undefined));
    }, SEND_EVERY_MS).unref();
  }

  private async flush(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_PER_POST);
      const fault = await this.post(batch);
      if (fault === null) continue;
      this.dropped += batch.length + this.waiting.splice(0).length;
      this.complain(fault);
    }
  }

  /** Null when the collector took them, else why not. */
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
      return response.ok ? null : `it answered ${response.status}`;
    } catch (error) {
      return String((error as { cause?: Error }).cause ?? error);
    }
  }

  private complain(fault: string): void {
    const now = performance.now();
    if (now - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.complainedAt = now;
    this.options.warn(`${this.dropped} spans did not reach the trace collector: ${fault}`);
    this.dropped = 0;
  }

  /** Sends what is left; bounded by the timeout of the posts. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.sending;
    await this.flush();
  }
}
