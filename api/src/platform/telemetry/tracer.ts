import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { maskCardNumbers } from '@payment-gateway/sdk/card-text';
import { Config } from '../config/config.module.js';
import type { OtlpAttribute, OtlpExporter } from './otlp-exporter.js';
import { childOf, formatTraceParent, parseTraceParent, type TraceContext } from './trace-parent.js';

/** As OTLP numbers them. */
const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const OK = 0;
const FAILED = 2;

export type Attributes = Record<string, string | number | boolean | null | undefined>;
export interface SpanOptions {
  kind: keyof typeof KINDS;
  /** The traceparent of what caused it, as rows carry it. */
  parent: string | null;
  attributes?: Attributes;
}

/** Something that takes time, from `begin` to `end`. */
export interface Span {
  /** For whatever this span causes; null while tracing is off. */
  readonly traceParent: string | null;
  set(attributes: Attributes): void;
  end(fault?: string): void;
}

const NO_SPAN: Span = { traceParent: null, set: () => undefined, end: () => undefined };

/**
 * Traces for OpenTelemetry, on when OTEL_EXPORTER_OTLP_ENDPOINT is set. One trace per payment: the request's span goes
 * into the payment's row (trace_parent), from there into every event, and whoever works on a row goes on from it. Ids and
 * outcomes only; what callers send is never in a span.
 */
@Injectable()
export class Tracer implements OnApplicationShutdown {
  private readonly logger = new Logger(Tracer.name);
  private exporter: Promise<OtlpExporter> | null = null;
  private readonly ratio: number;

  constructor(config: Config) {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
    this.ratio = config.OTEL_TRACES_SAMPLER_ARG;
    if (!endpoint) return;
    const options = { endpoint, headers, serviceName: config.OTEL_SERVICE_NAME };
    this.exporter = import('./otlp-exporter.js').then(
      (module) => new module.OtlpExporter({ ...options, warn: (message) => this.logger.warn(message) }),
    );
  }

  get on(): boolean {
    return this.exporter !== null;
  }

  begin(name: string, { kind, parent, attributes }: SpanOptions): Span {
    if (!this.exporter) return NO_SPAN;
    const above = parseTraceParent(parent);
    const context = childOf(above, this.ratio);
    const traceParent = formatTraceParent(context);
    if (!context.sampled) return { ...NO_SPAN, traceParent };
    return this.record(name, KINDS[kind], above, context, attributes ?? {});
  }

  private record(
    name: string,
    kind: number,
    above: TraceContext | null,
    context: TraceContext,
    begun: Attributes,
  ): Span {
    const startedAt = nanoseconds();
    const attributes = { ...begun };
    return {
      traceParent: formatTraceParent(context),
      set: (more) => Object.assign(attributes, more),
      end: (fault) => {
        const span = {
          traceId: context.traceId,
          spanId: context.spanId,
          ...(above && { parentSpanId: above.spanId }),
          name,
          kind,
          startTimeUnixNano: startedAt,
          endTimeUnixNano: nanoseconds(),
          attributes: otlp(attributes),
          status: fault === undefined ? { code: OK } : { code: FAILED, message: fault },
        };
        void this.exporter?.then((exporter) => exporter.add(span));
      },
    };
  }

  /** `work` within a span that ends with it; what it throws is the span's fault. */
  async span<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
    if (!this.exporter) return work(NO_SPAN);
    const span = this.begin(name, options);
    try {
      const result = await work(span);
      span.end();
      return result;
    } catch (error) {
      span.end((error as Error).name);
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.exporter)?.close();
  }
}

function nanoseconds(): string {
  return `${Math.round((performance.timeOrigin + performance.now()) * 1_000)}000`;
}

function otlp(attributes: Attributes): OtlpAttribute[] {
  return Object.entries(attributes).flatMap(([key, value]): OtlpAttribute[] => {
    if (value === null || value === undefined) return [];
    if (typeof value === 'boolean') return [{ key, value: { boolValue: value } }];
    if (typeof value === 'number') return [{ key, value: { intValue: String(Math.round(value)) } }];
    return [{ key, value: { stringValue: maskCardNumbers(value) } }];
  });
}
