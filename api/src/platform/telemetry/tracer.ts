import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import type { OtlpExporter } from './otlp-exporter.js';
import { type Attributes, nanoseconds, otlpAttributes } from './otlp-span.js';
import { childOf, formatTraceParent, parseTraceParent, type TraceContext } from './trace-parent.js';

/** OTLP's numbers. */
const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
const OK = 0;
const FAILED = 2;

export interface SpanOptions {
  kind: keyof typeof KINDS;
  /** The traceparent of the cause, as stored in rows. */
  parent: string | null;
  attributes?: Attributes;
}

/** An operation in progress, from `begin` to `end`. */
export interface Span {
  /** The parent of spans that this one causes; null while tracing is off. */
  readonly traceParent: string | null;
  set(attributes: Attributes): void;
  end(fault?: string): void;
}

const NO_SPAN: Span = { traceParent: null, set: () => undefined, end: () => undefined };

/**
 * OpenTelemetry traces, if OTEL_EXPORTER_OTLP_ENDPOINT is set. There is one trace per payment: the request's span is stored
 * in the payment's row (trace_parent) and in its events, and workers continue from there. Spans hold ids and outcomes
 * only, never input of callers.
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
    const parentContext = parseTraceParent(parent);
    const context = childOf(parentContext, this.ratio);
    const traceParent = formatTraceParent(context);
    if (!context.sampled) return { ...NO_SPAN, traceParent };
    return this.record(name, KINDS[kind], parentContext, context, attributes ?? {});
  }

  private record(
    name: string,
    kind: number,
    parent: TraceContext | null,
    context: TraceContext,
    initial: Attributes,
  ): Span {
    const startedAt = nanoseconds();
    const attributes = { ...initial };
    return {
      traceParent: formatTraceParent(context),
      set: (more) => Object.assign(attributes, more),
      end: (fault) => {
        const span = {
          traceId: context.traceId,
          spanId: context.spanId,
          ...(parent && { parentSpanId: parent.spanId }),
          name,
          kind,
          startTimeUnixNano: startedAt,
          endTimeUnixNano: nanoseconds(),
          attributes: otlpAttributes(attributes),
          status: fault === undefined ? { code: OK } : { code: FAILED, message: fault },
        };
        void this.exporter?.then((exporter) => exporter.add(span));
      },
    };
  }

  /** Runs `work` within a span. If it throws, the span ends with the error's name. */
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
